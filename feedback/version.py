"""The version of the program, stored with every session and every decision."""

VERSION = "0.1.0"
