"""The services that ship with Probelauf, one folder each."""
