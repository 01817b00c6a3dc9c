"""`python -m labs.cli` does what the command `probelauf` does."""

from labs.cli import main

main()
