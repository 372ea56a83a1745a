"""Which refusals of a request that fits the OpenAPI document are right.

schemathesis.test.ts has it loaded. It stands in for schemathesis' own check
`positive_data_acceptance`, which would take every 400 and 422 for a fault.
"""

import schemathesis

# Rules that no JSON Schema can say, as (code, field): they look at what is stored, at another
# field, or at a web address. Any other refusal of a request that fits is a fault.
BEYOND_A_SCHEMA = {
    # Sealed by the server, and bound to the list that it was made for.
    ("invalid_request", "cursor"),
    # Looked up: it must be there, and be the caller's.
    ("invalid_request", "shortcode"),
    ("invalid_request", "defaultShortcode"),
    ("invalid_request", "merchantId"),
    ("invalid_request", "operatorId"),
    # They depend on each other.
    ("invalid_request", "mode"),
    ("invalid_request", "roles"),
    # "paid" has a receipt, and "not_paid" has none.
    ("invalid_request", "receipt"),
    ("invalid_request", "baseUrl"),
    ("invalid_request", "tillNumber"),
    ("invalid_request", "webhookUrl"),
    ("invalid_request", "credentials.initiator.certificatePem"),
    # Names and reasons are refused for characters that no eye sees, by their Unicode class.
    ("invalid_request", "name"),
    ("invalid_request", "reason"),
    ("idempotency_key_reused", "Idempotency-Key"),
    ("shortcode_unusable", "shortcode"),
    ("shortcode_not_proven", "credentials"),
}


@schemathesis.check
def takes_what_fits(ctx, response, case):
    """A request that fits the document is refused only for what no document can say."""
    generation = case.meta.generation if case.meta else None
    if generation is None or not generation.mode.is_positive:
        return
    if response.status_code not in (400, 422):
        return
    problem = response.json()
    refused = (problem.get("code"), problem.get("field"))
    if refused not in BEYOND_A_SCHEMA:
        raise AssertionError(f"Fits the document and was refused: {problem}")
