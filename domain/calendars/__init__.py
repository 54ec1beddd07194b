"""The calendars that staff keep elsewhere: their busy times come in, and the own bookings go out as a feed."""
