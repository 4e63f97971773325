import { fireEvent, screen } from '@testing-library/preact'
import { describe, expect, it } from 'vitest'
import { openRequest } from './answer-kit.tsx'
import { detail } from './kit.tsx'

const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Internal note' })
const type = (value: string) => fireEvent.input(field(), { target: { value } })
const kept = (staffNote: string, revision = 4) => ({ request: detail({ staffNote, revision }), mail: 'none' as const })

describe('the internal note', () => {
  it('is saved on leaving the field, by the revision on the screen, and says so', async () => {
    const { changes } = await openRequest({ replies: { note: kept('Called twice') } })
    type('Called twice')
    fireEvent.blur(field())
    expect(await screen.findByText('Note saved')).toBeTruthy()
    expect(changes).toEqual([{ what: 'note', body: { revision: 3, note: 'Called twice' } }])
    expect(field().value).toBe('Called twice')
  })

  it('is saved by Ctrl and Enter, and not sent again when nothing was typed since', async () => {
    const { changes } = await openRequest({ replies: { note: kept('Called') } })
    type('Called')
    fireEvent.keyDown(field(), { key: 'Enter', ctrlKey: true })
    await screen.findByText('Note saved')
    fireEvent.blur(field())
    expect(changes).toHaveLength(1)
  })

  it('stays typed when it could not be saved, and can be saved again', async () => {
    const { changes, now } = await openRequest({ replies: { note: { status: 503 } } })
    type('Called twice')
    fireEvent.blur(field())
    expect(await screen.findByText(/could not be saved. What you typed still stands here/)).toBeTruthy()
    expect(field().value).toBe('Called twice')
    now.replies = { note: kept('Called twice') }
    fireEvent.click(screen.getByRole('button', { name: 'Save again' }))
    await screen.findByText('Note saved')
    expect(changes).toHaveLength(2)
  })

  it.each(['answered-already', 'changed-meanwhile'])('goes by the newest revision after %s', async (refusal) => {
    const { changes, desk } = await openRequest({
      replies: { note: [{ type: `/problems/${refusal}`, status: 409 }, kept('Called twice', 9)] },
    })
    desk.details = [detail({ revision: 8 })]
    type('Called twice')
    fireEvent.blur(field())
    await screen.findByText('Note saved')
    expect(changes.map(({ body }) => (body as { revision: number }).revision)).toEqual([3, 8])
  })

  it('is never written over a note of a colleague', async () => {
    const { changes, desk } = await openRequest({
      replies: { note: { type: '/problems/changed-meanwhile', status: 409 } },
    })
    desk.details = [detail({ revision: 8, staffNote: 'Moves to Oak Street' })]
    type('Called twice')
    fireEvent.blur(field())
    expect(await screen.findByText(/Saved by a colleague meanwhile: “Moves to Oak Street”/)).toBeTruthy()
    expect(field().value).toBe('Called twice')
    expect(changes).toHaveLength(1)
  })
})
