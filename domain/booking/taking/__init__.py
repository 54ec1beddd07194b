"""What a booking writes: the quarters it claims, who has a seat in it, and the same for many at once."""
