"""Pure statistics: functions of values, golden-tested."""
