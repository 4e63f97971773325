// Stands in for `pg`: this server has SQLite alone.
export class DatabaseError extends Error {}
export class Pool {}
export const types = {}
