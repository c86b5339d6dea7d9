"""The planning engine: plain values in, plain values out; the standard library only."""
