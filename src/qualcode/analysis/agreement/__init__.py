"""Inter-coder agreement: coefficients over tables, the interval engine, and the table of a study."""
