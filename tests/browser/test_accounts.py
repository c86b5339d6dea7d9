"""Signing up and in, in a real browser."""

from playwright.sync_api import Page, expect

PASSWORD = "a long walk to the reading room"


def sign_up(page: Page, email: str) -> None:
    """Make an account and be signed in."""
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign up").click()


def test_someone_signs_up_out_and_in_again(page: Page) -> None:
    sign_up(page, "ann@example.org")
    page.goto("/accounts/logout/")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign Out").click()
    page.goto("/accounts/login/?next=/accounts/sessions/")
    page.get_by_label("Email").fill("ANN@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign In", exact=True).click()
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()


def test_account_pages_keep_to_the_content_policy(page: Page) -> None:
    sign_up(page, "ben@example.org")
    for path in ("email/", "password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/"):
        answer = page.goto(f"/accounts/{path}")
        assert answer is not None
        assert answer.status == 200
        expect(page.get_by_role("heading", level=1)).to_be_visible()
