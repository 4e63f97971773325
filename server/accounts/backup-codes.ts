/** 32 signs that nobody takes for one another, on paper or read aloud: no 0 and o, no 1 and l. */
const signs = '23456789abcdefghijkmnpqrstuvwxyz'

/** Ten codes of 50 random bits, like `k4m9x-7wqtz`. */
export function newBackupCodes(): string[] {
  return Array.from({ length: 10 }, () => {
    // 32 divides 256: each sign is as likely as another.
    const code = [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => signs[byte % signs.length]).join('')
    return `${code.slice(0, 5)}-${code.slice(5)}`
  })
}

/** A code as it was made, however it was typed: in capitals, without the dash, with spaces. */
export function tidyBackupCode(typed: string): string {
  const code = typed.toLowerCase().replace(/[^a-z0-9]/g, '')
  return `${code.slice(0, 5)}-${code.slice(5)}`
}
