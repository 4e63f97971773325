import { describe, expect, it } from 'vitest'
import { passwordFault } from '../../server/accounts/passwords.ts'

describe('passwordFault', () => {
  it.each([
    'correct horse battery',
    'quiet river under stones',
    'Tm7#kd92-pqLx',
    'xK4vQ2mB9sZ1wR8t',
    'die Katze schläft gern',
    '我喜欢在早上喝一杯热的绿茶',
  ])('takes %j', (password) => {
    expect(passwordFault(password, ['Dana Whitlock', 'dana@elm.example'])).toBeNull()
  })

  it.each([
    ['eleven char', /at least 12 characters; this one has 11/],
    ['x'.repeat(129), /at most 128/],
    ['administrator', /guessed first/],
    ['Password2026!', /guessed first/],
    ['passwordpassword', /guessed first/],
    ['123456789012', /guessed first/],
    ['210987654321', /guessed first/],
    ['qwertyuiopasdf', /guessed first/],
    ['1234-5678-9012', /guessed first/],
    ['abcabcabcabc', /guessed first/],
    ['aaaaaaaaaaaaa', /guessed first/],
    ['1q2w3e4r5t6y', /guessed first/],
    ['SanFrancisco', /guessed first/],
    ['danawhitlock', /name or an email/],
    ['Whitlock-Dana1', /name or an email/],
  ])('refuses %j', (password, words) => {
    expect(passwordFault(password, ['Dana Whitlock', 'dana@elm.example'])).toMatch(words)
  })
})
