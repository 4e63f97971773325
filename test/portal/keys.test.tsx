import { fireEvent, screen, waitFor } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { answerAs, dana, detailOfRow, oak, openPortal, row, tomas, yuki } from './kit.tsx'

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
const focused = (name: RegExp) =>
  waitFor(() => expect(document.activeElement?.textContent?.replace(/,.*/, '')).toMatch(name))

async function deskWithThree(hash = '') {
  answerAs({
    requests: [tomas, yuki, row()],
    details: [tomas, yuki, row()].map((each) => detailOfRow(each)),
  })
  const opened = openPortal(hash)
  await screen.findByRole('link', { name: /Imani/ })
  return opened
}

describe('keys of the list', () => {
  it('moves focus over the rows with J and K, and stops at the ends', async () => {
    const { addresses } = await deskWithThree()
    press('j')
    await focused(/^Tomás/)
    press('j')
    await focused(/^Yuki/)
    press('k')
    await focused(/^Tomás/)
    press('k')
    await focused(/^Tomás/)
    expect(addresses).toEqual([])
  })

  it('moves with the arrows only from a row, elsewhere they scroll', async () => {
    await deskWithThree()
    press('ArrowDown')
    expect(document.activeElement).toBe(document.body)
    press('j')
    await focused(/^Tomás/)
    press('ArrowDown')
    await focused(/^Yuki/)
    press('ArrowUp')
    await focused(/^Tomás/)
  })
})

describe('keys of the open request', () => {
  it('opens the next with J, in place of the one before, and keeps focus in the details', async () => {
    const { addresses } = await deskWithThree('#/elm/requests/r2')
    press('j')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Yuki Tanabe' })))
    expect(addresses).toEqual([{ hash: '#/elm/requests/r3', step: 'over' }])
  })

  it('copies all with C, and nothing while none is open', async () => {
    const { clipboard, portal } = await deskWithThree()
    press('c')
    portal.openRow({ kind: 'request', id: 'r1' })
    await screen.findByRole('button', { name: 'Copy all' })
    press('c')
    await waitFor(() => expect(clipboard).toEqual([expect.stringMatching(/^Given name: Imani\n/)]))
  })

  it('goes back to the row with Esc', async () => {
    await deskWithThree('#/elm/requests/r3')
    await screen.findByRole('heading', { name: 'Yuki Tanabe' })
    press('Escape')
    await focused(/^Yuki/)
    expect(document.activeElement).toBe(screen.getByRole('link', { name: /Yuki/ }))
    expect(screen.queryByRole('heading', { name: 'Yuki Tanabe' })).toBeNull()
  })
})

describe('the sheet of keys', () => {
  it('opens with ?, names only what exists, and closes', async () => {
    await deskWithThree()
    press('?')
    const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })
    expect([...sheet.querySelectorAll('dt')].map((term) => term.textContent)).toEqual([
      'JK',
      '↓↑',
      'Enter',
      'A',
      'L',
      'R',
      'C',
      'P',
      '/',
      '19',
      'CtrlEnter',
      'Esc',
      '?',
    ])
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('switches single letters off, and remembers that', async () => {
    const { kept } = await deskWithThree()
    press('?')
    fireEvent.click(await screen.findByRole('checkbox', { name: /Single letters work as keys/ }))
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(kept.get('letter-keys')).toBe('off')
    press('j')
    await new Promise((done) => setTimeout(done, 20))
    expect(document.activeElement).toBe(document.body)
    screen.getByRole('link', { name: /Tomás/ }).focus()
    press('ArrowDown')
    await focused(/^Yuki/)
  })
})

describe('keys that are not commands', () => {
  it('leaves letters alone in a field and with Ctrl', async () => {
    answerAs({ me: { ...dana, practices: [...dana.practices, oak] }, requests: [tomas] })
    openPortal()
    await screen.findByRole('link', { name: /Tomás/ })
    const field = screen.getByRole('combobox', { name: 'Practice' })
    field.focus()
    expect(fireEvent.keyDown(field, { key: 'j' })).toBe(true)
    expect(fireEvent.keyDown(document.body, { key: 'j', ctrlKey: true })).toBe(true)
    await new Promise((done) => setTimeout(done, 20))
    expect(document.activeElement).toBe(field)
    expect(fireEvent.keyDown(document.body, { key: 'j' })).toBe(false)
  })
})
