"""What only the platform and its providers know, each table with the day on which it was true (``AS_OF``)."""
