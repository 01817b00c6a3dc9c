"""Running a lab: backup and restore, the pulse of serving processes, what an operator should mend."""
