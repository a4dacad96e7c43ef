"""Anna pays, Boris does not; both are invented."""

ANNA = "+79161234567"
ANNA_AS_TYPED = "8 (916) 123-45-67"
BORIS = "+79031112233"
MAIL = "Anna.Petrova@example.org"
