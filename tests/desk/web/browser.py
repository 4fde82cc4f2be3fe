"""A headless Chromium, steered by its DevTools protocol: just what the tests do with it."""

import asyncio
import base64
import itertools
import json
import os
import shutil
import signal
import subprocess
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",  # which root cannot have
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
    "--proxy-server=http://127.0.0.1:9",  # nothing is to be loaded from elsewhere; loopback goes around it
)
PATIENCE = 60
COMPLAINTS = {"Log.entryAdded", "Runtime.exceptionThrown", "Page.javascriptDialogOpening"}


MIDDLE = """(() => {
    const element = document.querySelector(%s);
    element.scrollIntoView({block: "center"});
    const box = element.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
})()"""
"""Where the middle of an element is in the window."""


def chromium():
    """Return the path of the system's Chromium; None when there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Tab:
    """A page in the browser."""

    def __init__(self, socket):
        self.socket = socket
        self.numbers = itertools.count(1)
        self.told = []
        """What the browser's console said: violations of the policy among it."""

    async def call(self, method, **parameters):
        message = await self.reply(method, **parameters)
        assert "error" not in message, message
        return message["result"]

    async def reply(self, method, **parameters):
        number = next(self.numbers)
        await self.socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            message = json.loads((await self.socket.receive(PATIENCE)).data)
            if message.get("id") == number:
                return message
            if message.get("method") in COMPLAINTS:
                self.told.append(json.dumps(message["params"]))

    async def look(self, width, height=900, *, dark=False):
        """Set the size of the window, and whether the reader likes it dark."""
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])

    async def open(self, url):
        await self.call("Page.navigate", url=url)
        await self.until(f"location.href === {json.dumps(url)}")

    async def ask(self, script):
        """Return what an expression is in the page."""
        result = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    async def until(self, script):
        """Wait until an expression is true in a page that is there in full; between two pages none is."""
        whole = f"document.readyState === 'complete' && ({script})"
        async with asyncio.timeout(PATIENCE):
            while not await self.is_true(whole):
                await asyncio.sleep(0.05)

    async def is_true(self, script):
        message = await self.reply("Runtime.evaluate", expression=script, returnByValue=True)
        return message.get("result", {}).get("result", {}).get("value") is True

    async def click(self, selector):
        """Click in the middle of the first such element, where a person would."""
        await self.until(f"!!document.querySelector({json.dumps(selector)})")
        place = await self.ask(MIDDLE % json.dumps(selector))
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    async def type(self, text):
        await self.call("Input.insertText", text=text)

    async def text(self):
        return await self.ask("document.body.innerText")

    async def shoot(self, place, height=None):
        """Write a picture of the page, as high as it is or as said."""
        size = await self.ask("[innerWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": size[0], "height": height or size[1], "scale": 1}
        shot = await self.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        Path(place).write_bytes(base64.b64decode(shot["data"]))


@asynccontextmanager
async def browser(folder):
    """Give a tab of a new browser whose files are in a folder; it ends with all its processes."""
    environment = {**os.environ, "HOME": str(folder)}
    arguments = [chromium(), *FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(arguments, env=environment, start_new_session=True, **quiet)
    try:
        port = await port_of(folder / "profile" / "DevToolsActivePort")
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}/json") as listed,
        ):
            address = next(each for each in await listed.json() if each["type"] == "page")["webSocketDebuggerUrl"]
            async with session.ws_connect(address, max_msg_size=0) as socket:
                tab = Tab(socket)
                for domain in ("Page", "Runtime", "Log"):
                    await tab.call(f"{domain}.enable")
                yield tab
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


async def port_of(written):
    """Return the port on which the browser is steered: it writes it down."""
    async with asyncio.timeout(PATIENCE):
        while not written.exists() or not written.read_text().strip():
            await asyncio.sleep(0.05)
    return int(written.read_text().split()[0])
