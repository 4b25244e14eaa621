"""Workers, comparison, adequacy and the certificate."""
