"""What the command's exit code says to a script."""

HITS = 0
NO_HITS = 1
ERROR = 2
LOCKED = 75  # EX_TEMPFAIL of sysexits.h: another process is writing; trying again later may work
INTERRUPTED = 130  # 128 + SIGINT, as shells say it
