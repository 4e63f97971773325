// The account at the made-up practice's desk. It opens nothing but what stands in the visitor's own browser.
export const STAFF_EMAIL = 'desk@elm.example.com'
export const STAFF_PASSWORD = 'plum-lantern-42'
