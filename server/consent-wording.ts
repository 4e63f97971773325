/**
 * Version of the sentences by which patients agree to emails and texts, in all languages: in the widget, and on the pages of
 * their account. It is kept with each consent, so that it can be said later what somebody agreed to. Who changes a sentence
 * in any language gives a new version, the month of the change, and writes down what it says there; a test tells them to.
 */
export const CONSENT_WORDING = '2026-11'
