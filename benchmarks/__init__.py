"""What each operation costs, measured against its goal on a generated corpus."""
