import { HttpResponse, http } from 'msw'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApi } from '../../portal/api.ts'
import { createRules } from '../../portal/model/rules.ts'
import { withPractitioner } from '../../portal/model/schedule-week.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { refuse, server } from './kit.tsx'
import { answerRules, nothing, savedByLee } from './schedule-kit.tsx'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

async function openRules(...change: Parameters<typeof answerRules>) {
  const answers = answerRules(...change)
  const said: string[] = []
  const rules = createRules({
    api: createApi(),
    practice: 'elm',
    announce: (text) => void said.push(text),
    onFailure: () => {},
    previewAfterMs: 0,
  })
  stops.push(rules.stop)
  await rules.read()
  return { rules, answers, said }
}

const places = (count: number) => (file: PracticeFile) =>
  withPractitioner(file, 'osei', (was) => ({ ...was, splitBooking: count }))
const named = (name: string) => (file: PracticeFile) => ({ ...file, name })

describe('the draft of the rules', () => {
  it('says what differs, asks what it brings about, and saves the whole with its base', async () => {
    const { rules, answers } = await openRules()
    expect(rules.changed.value).toEqual([])
    answers.preview = { ...nothing, what: ['Dr. Amara Osei has 3 places.'] }
    rules.edit(places(3))
    expect(rules.changed.value.map(({ words }) => words)).toEqual(['Dr. Amara Osei: places at the same time'])
    await vi.waitFor(() => expect(rules.preview.value?.what).toEqual(['Dr. Amara Osei has 3 places.']))
    expect(await rules.save()).toBe(true)
    const { path, body } = answers.sent.at(-1)!
    expect([path, body.base, body.file.practitioners[0]?.splitBooking]).toEqual(['rules', 'one', 3])
    expect(rules.changed.value).toEqual([])
    expect(rules.preview.value).toBeNull()
  })

  it('drops what was said of an older draft', async () => {
    const { rules } = await openRules()
    const waiting: ((words: string) => void)[] = []
    server.use(
      http.post('*/portal/api/practices/elm/rules/preview', async () => {
        const words = await new Promise<string>((answer) => waiting.push(answer))
        return HttpResponse.json({ ...nothing, what: [words] })
      }),
    )
    rules.edit(places(3))
    await vi.waitFor(() => expect(waiting).toHaveLength(1))
    rules.edit(places(4))
    await vi.waitFor(() => expect(waiting).toHaveLength(2))
    waiting[1]!('4 places')
    await vi.waitFor(() => expect(rules.preview.value?.what).toEqual(['4 places']))
    waiting[0]!('3 places')
    await new Promise((done) => setTimeout(done, 30))
    expect(rules.preview.value?.what).toEqual(['4 places'])
  })

  it('takes edits back and does them again, those of one drag together', async () => {
    const { rules } = await openRules()
    rules.edit(places(3), 'drag')
    rules.edit(places(4), 'drag')
    rules.edit(places(5))
    rules.undoEdit()
    expect(rules.file.value?.practitioners[0]?.splitBooking).toBe(4)
    rules.undoEdit()
    expect(rules.changed.value).toEqual([])
    rules.redoEdit()
    expect(rules.file.value?.practitioners[0]?.splitBooking).toBe(4)
  })

  it('undoes the last save, but not while something else is being edited', async () => {
    const { rules, answers, said } = await openRules()
    rules.edit(places(3))
    await rules.save()
    rules.edit(places(7))
    await rules.undoSave()
    expect(said.at(-1)).toBe('Save or take back your changes first')
    rules.discard()
    await rules.undoSave()
    expect(answers.sent.at(-1)).toEqual({ path: 'rules/undo', body: { base: 'one+' } })
    expect(rules.file.value?.practitioners[0]?.splitBooking).toBe(2)
    expect(rules.saved.value).toEqual({ words: 'Undone: the hours are as before', before: null })
  })

  it('lays what was edited over what a colleague saved, and loses nothing of either', async () => {
    const { rules, answers } = await openRules()
    rules.edit(places(3))
    savedByLee(answers, named('Elm and Oak'))
    expect(await rules.save()).toBe(false)
    expect(rules.conflict.value).toMatchObject({ by: 'Lee Park', what: ['name'], overlaps: [] })
    expect(rules.file.value).toMatchObject({ name: 'Elm and Oak' })
    expect(await rules.save()).toBe(true)
    expect(answers.reply.file).toMatchObject({ name: 'Elm and Oak', practitioners: [{ splitBooking: 3 }, {}] })
  })

  it('leaves mine where both changed the same, until theirs is taken', async () => {
    const { rules, answers } = await openRules()
    rules.edit(places(3))
    savedByLee(answers, places(9))
    await rules.save()
    const [overlap] = rules.conflict.value?.overlaps ?? []
    expect(overlap).toMatchObject({ words: 'Dr. Amara Osei: places at the same time', mine: 3, theirs: 9 })
    expect(rules.file.value?.practitioners[0]?.splitBooking).toBe(3)
    rules.takeTheirs(overlap!.path)
    expect(rules.changed.value).toEqual([])
  })

  it('says before saving that a colleague has saved, and keeps what is edited', async () => {
    const { rules, answers, said } = await openRules()
    rules.edit(places(3))
    savedByLee(answers, named('Elm and Oak'))
    await rules.read()
    expect(rules.meanwhile.value?.saved?.by).toBe('Lee Park')
    expect(said).toEqual(['Lee Park has saved meanwhile. Your changes are not saved yet.'])
    expect(rules.file.value).toMatchObject({ name: 'Elm Dental' })
    rules.bringIn()
    expect(rules.file.value).toMatchObject({ name: 'Elm and Oak', practitioners: [{ splitBooking: 3 }, {}] })
    expect(rules.meanwhile.value).toBeNull()
  })

  it('takes over what was saved elsewhere while nothing is edited', async () => {
    const { rules, answers } = await openRules()
    savedByLee(answers, named('Elm and Oak'))
    await rules.read()
    expect(rules.file.value?.name).toBe('Elm and Oak')
    expect(rules.meanwhile.value).toBeNull()
  })

  it('shows faults at their places, those of a preview and those of a refused save', async () => {
    const { rules, answers } = await openRules()
    const at = '/practitioners/0/weeks/0/windows/0/end'
    answers.preview = { ...nothing, faults: [{ pointer: at, detail: 'It must end later.' }] }
    rules.edit(places(3))
    await vi.waitFor(() => expect(rules.faultAt('/practitioners/0/weeks/0')).toBe('It must end later.'))
    expect(rules.faultAt('/practitioners/1')).toBeNull()
    server.use(
      http.post('*/portal/api/practices/elm/rules', () =>
        HttpResponse.json(
          {
            type: '/problems/invalid-request',
            status: 400,
            errors: [{ pointer: '/file/name', detail: 'Give a name.' }],
          },
          { status: 400 },
        ),
      ),
    )
    expect(await rules.save()).toBe(false)
    expect(rules.faultAt('/name')).toBe('Give a name.')
    expect(rules.changed.value).toHaveLength(1)
    rules.edit(places(4))
    expect(rules.faultAt('/name')).toBeNull()
  })

  it('keeps what is edited when it can’t be saved', async () => {
    const { rules } = await openRules()
    server.use(http.post('*/portal/api/practices/elm/rules', () => refuse(503, 'unavailable')))
    rules.edit(places(3))
    expect(await rules.save()).toBe(false)
    expect(rules.saveFailure.value?.refusal).toBe('unavailable')
    expect(rules.file.value?.practitioners[0]?.splitBooking).toBe(3)
  })
})
