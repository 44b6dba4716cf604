"""What detection tells apart: a closed list of personal kinds with their category, and of other kinds."""

from __future__ import annotations

__all__ = ["BACKED_OFF", "OTHER", "PERSONAL", "TYPES", "is_personal"]

PERSONAL: dict[str, str] = {
    # names
    "person_full_name": "user.name",
    "first_name": "user.name.first",
    "last_name": "user.name.last",
    # contact
    "email": "user.contact.email",
    "phone": "user.contact.phone_number",
    "street": "user.contact.address.street",
    "full_address": "user.contact.address",
    "city": "user.contact.address.city",
    "postal_code": "user.contact.address.postal_code",
    # demographic
    "date_of_birth": "user.demographic.date_of_birth",
    "age": "user.demographic.age_range",
    "gender": "user.demographic.gender",
    "nationality": "user.demographic",
    "religion": "user.demographic.religious_belief",
    "ethnicity": "user.demographic.race_ethnicity",
    "marital_status": "user.demographic.marital_status",
    "sexual_orientation": "user.demographic.sexual_orientation",
    "political_opinion": "user.demographic.political_opinion",
    # papers
    "national_id": "user.government_id.national_identification_number",  # tax and social security numbers of people too
    "passport": "user.government_id.passport_number",
    "drivers_license": "user.government_id.drivers_license_number",
    "vehicle_plate": "user.government_id.vehicle_registration",
    # money
    "credit_card": "user.financial.credit_card",
    "bank_account": "user.financial.bank_account",
    "salary": "user.financial",
    "credit_score": "user.financial.credit_score",
    # devices and accounts
    "ip_address": "user.device.ip_address",
    "device_id": "user.device.device_id",
    "cookie": "user.device.cookie_id",
    "username": "user.account.username",
    "password": "user.authorization.password",
    "secret": "user.authorization.credentials",
    "social_profile": "user.social",
    "person_id": "user.unique_id",  # a customer's or patient's key: only a header can say so
    # place, work, health, body
    "coordinates": "user.location.precise",
    "job_title": "user.job_title",
    "diagnosis": "user.health_and_medical",  # ICD codes, illnesses, medication, blood types
    "medical_record": "user.health_and_medical.record_id",
    "biometric": "user.biometric",
    "free_text": "user.content.private",  # prose in which names, e-mail addresses or telephone numbers stand
}
"""Kinds of personal columns, and the taxonomy key that is suggested for each."""

OTHER: frozenset[str] = frozenset(
    (
        # numbers
        "integer decimal amount percentage measurement score sequence_id "
        # time
        "date timestamp time duration year "
        # codes and identifiers
        "uuid hash order_number product_code company_id security_code barcode iso_code short_code token "
        # few words of a closed set
        "boolean status category country region currency language unit "
        # names of things
        "company product brand title place department vehicle_model thing "
        # machines
        "url hostname path file_name mime_type version user_agent json source_code log_message slug "
        # prose
        "phrase sentence paragraph"
    ).split()
)
"""Kinds of columns that hold nothing personal; the model tells them apart so that it knows what it looks at."""

TYPES: tuple[str, ...] = (*PERSONAL, *sorted(OTHER))
"""Every kind, in a fixed order."""

BACKED_OFF: tuple[str, ...] = (
    "user.name",
    "user.contact.address",
    "user.contact",
    "user.government_id",
    "user.demographic",
    "user.financial",
    "user.device",
    "user.authorization",
    "user",
)
"""Coarser categories that are suggested where a column is personal and no kind below them stands out, finest first."""


def is_personal(kind: str) -> bool:
    """Whether a column of this kind holds personal data.

    >>> is_personal("email"), is_personal("company")
    (True, False)
    """
    return kind in PERSONAL
