"""`python -m desk` is `copydesk`."""

from desk.main import main

if __name__ == "__main__":
    main()
