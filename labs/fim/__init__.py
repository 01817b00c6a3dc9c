"""FIM: a schema of XDatenfelder becomes a prototype, and a prototype becomes a schema."""
