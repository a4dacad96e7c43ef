"""Webhooks: what is not signed, not now, or not ours is refused."""

import base64

import pytest

from bonafide import WebhookRejected, verify_webhook

# The example of the Standard Webhooks specification.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "Webhook-Timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
BODY = b'{"test": 2432232314}'
NOW = 1614265330.0


def test_the_specifications_own_example_is_believed() -> None:
    assert verify_webhook(HEADERS, BODY, SECRET, now=NOW) == {"test": 2432232314}


def test_the_old_secret_still_works_beside_the_new_one() -> None:
    fresh = "whsec_" + base64.b64encode(b"new" * 8).decode()
    assert verify_webhook(HEADERS, BODY, [fresh, SECRET], now=NOW)["test"] == 2432232314


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": "msg_other"},
        {"Webhook-Timestamp": "1614265331"},
        {"Webhook-Timestamp": "soon"},
        {"Webhook-Timestamp": "9" * 400},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "v1,é"},
        {"webhook-signature": ""},
    ],
)
def test_a_changed_header_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(WebhookRejected):
        verify_webhook(HEADERS | change, BODY, SECRET, now=NOW)


@pytest.mark.parametrize("late", [-301.0, 301.0])
def test_an_old_and_a_future_one_are_refused(late: float) -> None:
    with pytest.raises(WebhookRejected):
        verify_webhook(HEADERS, BODY, SECRET, now=NOW + late)


def test_another_body_and_another_secret_are_refused() -> None:
    with pytest.raises(WebhookRejected):
        verify_webhook(HEADERS, BODY + b" ", SECRET, now=NOW)
    with pytest.raises(WebhookRejected):
        verify_webhook(HEADERS, BODY, "whsec_" + base64.b64encode(b"other" * 5).decode(), now=NOW)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%"])
def test_a_secret_that_is_none_believes_nothing(secret: str) -> None:
    with pytest.raises(WebhookRejected):
        verify_webhook(HEADERS, BODY, secret, now=NOW)
