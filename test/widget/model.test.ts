import { describe, expect, it, vi } from 'vitest'
import type { HoldReply, RequestBody, RequestReply } from '../../server/contract/index.ts'
import { parseBirthDate } from '../../widget/birth-date.ts'
import type { Details } from '../../widget/details.ts'
import { createBooking } from '../../widget/model.ts'
import type { Answer, Source } from '../../widget/source.ts'
import { createDateText } from '../../widget/text/date-text.ts'
import { at, elm, openings, sentReply, today } from './elm.ts'

const nadia: Partial<Details> = {
  isNewPatient: false,
  given: ' Nadia ',
  family: 'Reyes',
  day: '7',
  month: 'March',
  year: '1984',
  mobile: '555-0117',
}

/** Lets every answer that is already there arrive. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 8))

const heldReply = (hold: string, start: string): HoldReply => ({
  hold,
  start,
  practitioner: 'okafor',
  heldUntil: '2026-11-21T12:05:00-05:00',
})

/** A server that answers from the openings, and to requests whatever the test says next. */
const fakeServer = (slots = openings) => {
  const asked: string[] = []
  const sent: { body: RequestBody; key: string }[] = []
  const replies: (Answer<RequestReply> | Promise<Answer<RequestReply>>)[] = []
  const holds: string[] = []
  const holdReplies: Answer<HoldReply>[] = []
  const server = { asked, sent, replies, holds, holdReplies, isDown: false }
  const source: Source = {
    practice: async () => ({ ok: true, value: elm() }),
    year: async (reason) => {
      asked.push(reason)
      return server.isDown
        ? { ok: false, refusal: 'unavailable' }
        : { ok: true, value: reason === 'implants' ? [] : slots }
    },
    hold: async (body) => {
      holds.push(`hold ${body.start.slice(5, 16)}${body.hold ? ` for ${body.hold}` : ''}`)
      return holdReplies.shift() ?? { ok: true, value: heldReply(`hold-${holds.length}`, body.start) }
    },
    renew: async (hold) => {
      holds.push(`renew ${hold}`)
      return { ok: true, value: heldReply(hold, '') }
    },
    release: (hold) => void holds.push(`release ${hold}`),
    proof: async () => undefined,
    compiled: async () => ({ ok: false, refusal: 'unavailable' }),
    calendar: async () => {},
    pageOf: (link) => `https://book.example.com/elm/request#${link}`,
    send: async ({ filledMs, ...body }, key) => {
      expect(filledMs).toBeGreaterThanOrEqual(0)
      sent.push({ body, key })
      return replies.shift() ?? { ok: true, value: sentReply(body.start) }
    },
  }
  return { ...server, server, source }
}

const createKeys = () => {
  let made = 0
  return () => `key-${++made}`
}

/** A booking at the time step for a check-up. */
const atTimes = (fake = fakeServer(), practice = elm()) => {
  const booking = createBooking(practice, fake.source, createKeys())
  booking.selectReason('check-up')
  booking.goOn()
  return { booking, ...fake }
}

/** A booking with everything typed, ready to send. */
const ready = (fake = fakeServer()) => {
  const all = atTimes(fake)
  all.booking.selectSlot(openings[0]!)
  all.booking.goOn()
  all.booking.change(nadia)
  return all
}

describe('the way through', () => {
  it('goes from reason to time to details to sent, and sends what was chosen and typed', async () => {
    const { booking, sent } = ready()
    expect(booking.step.value).toBe('details')
    await booking.send()
    expect(booking.step.value).toBe('sent')
    expect(booking.reply.value?.reference).toBe('K7Q-2M9')
    expect(sent).toEqual([
      {
        key: 'key-1',
        body: {
          reason: 'check-up',
          practitioner: null,
          start: '2026-11-24T09:00:00-05:00',
          hold: 'hold-1',
          patient: { given: 'Nadia', family: 'Reyes', birthDate: '1984-03-07', mobile: '555-0117' },
          isNewPatient: false,
          consent: { email: false, text: false },
          language: 'en',
        },
      },
    ])
  })

  it('goes on only when the question of the screen is answered', () => {
    const { booking } = atTimes()
    booking.goOn()
    expect(booking.step.value).toBe('time')
    booking.back()
    expect(booking.step.value).toBe('reason')
  })

  it('asks for the location first when there are several, and sends it', async () => {
    const { source, sent } = fakeServer()
    const [elmStreet] = elm().locations
    const locations = [elmStreet!, { ...elmStreet!, id: 'harbour', name: 'Harbour Lane' }]
    const slots = openings.map((slot, index) => ({ ...slot, location: index % 2 ? 'harbour' : 'elm' }))
    const booking = createBooking(elm({ locations }, slots), source, createKeys())
    expect(booking.step.value).toBe('location')
    booking.selectLocation('harbour')
    booking.goOn()
    booking.selectReason('check-up')
    booking.goOn()
    expect(booking.earliest.value?.start).toBe('2026-11-24T09:40:00-05:00')
    booking.selectSlot(booking.earliest.value!)
    booking.goOn()
    booking.change(nadia)
    await booking.send()
    expect(sent[0]?.body.location).toBe('harbour')
  })

  it('keeps what was chosen and typed on the way back and forth', () => {
    const { booking } = ready()
    booking.back()
    booking.back()
    booking.goOn()
    expect(booking.slot.value?.start).toBe('2026-11-24T09:00:00-05:00')
    booking.goOn()
    expect(booking.details.value.family).toBe('Reyes')
  })

  it('does not ask a new patient whether they are new when the reason is for new patients', async () => {
    const { source, sent } = fakeServer()
    const booking = createBooking(elm(), source, createKeys())
    booking.selectReason('first-visit')
    booking.goOn()
    booking.selectSlot(openings[0]!)
    booking.goOn()
    booking.change({ ...nadia, isNewPatient: null })
    await booking.send()
    expect(sent[0]?.body.isNewPatient).toBe(true)
  })

  it('sends who asks for someone else, both consents and where the visit came from', async () => {
    const { source, sent } = fakeServer()
    const booking = createBooking(elm(), source, createKeys(), { visit: { utmSource: 'newsletter' } })
    booking.selectReason('check-up')
    booking.goOn()
    booking.selectSlot(openings[0]!)
    booking.goOn()
    booking.change({
      ...nadia,
      someoneElse: true,
      'guardian/given': 'Ana',
      'guardian/family': 'Reyes',
      byEmail: true,
      email: 'ana@example.com',
      note: ' Afraid of needles ',
    })
    await booking.send()
    expect(sent[0]?.body).toMatchObject({
      guardian: { given: 'Ana', family: 'Reyes' },
      consent: { email: true, text: false },
      note: 'Afraid of needles',
      source: { utmSource: 'newsletter' },
    })
  })
})

describe('times', () => {
  it('opens on the first week with times, from the first reply alone', () => {
    const { booking, asked } = atTimes()
    expect(booking.weekFrom.value).toBe('2026-11-23')
    expect(booking.earliest.value?.start).toBe('2026-11-24T09:00:00-05:00')
    expect(booking.day.value?.date).toBe('2026-11-24')
    expect(booking.days.value.map(({ date, slots }) => [date, slots.length])).toEqual([
      ['2026-11-23', 0],
      ['2026-11-24', 4],
      ['2026-11-25', 0],
      ['2026-11-26', 1],
      ['2026-11-27', 0],
      ['2026-11-28', 0],
      ['2026-11-29', 0],
    ])
    expect(asked).toEqual(['check-up'])
  })

  it('has every week ready, and the next day with times beyond an empty one, in one question', async () => {
    const { booking, asked } = atTimes()
    await settle()
    for (const week of ['2026-11-30', '2026-12-07', '2026-12-14']) {
      booking.showWeek(week)
      expect([booking.weekFrom.value, booking.isKnown.value]).toEqual([week, true])
      await settle()
    }
    expect(asked).toEqual(['check-up'])
    booking.showDay('2027-01-12')
    expect(booking.day.value?.slots).toEqual([openings[6]])
  })

  it('pages neither before this week nor more than a year ahead', () => {
    const { booking } = atTimes()
    booking.showWeek('2026-11-09')
    expect(booking.weekFrom.value).toBe('2026-11-23')
    booking.showWeek('2026-11-16')
    expect(booking.weekFrom.value).toBe('2026-11-16')
    booking.showWeek('2027-11-15')
    expect(booking.weekFrom.value).toBe('2027-11-15')
    booking.showWeek('2027-11-22')
    expect(booking.weekFrom.value).toBe('2027-11-15')
  })

  it('names the next day with times in a week that has none', async () => {
    const { booking } = atTimes()
    await settle()
    booking.showWeek('2026-12-07')
    expect(booking.day.value).toBeUndefined()
    expect(booking.next.value).toBe('2027-01-12T08:30:00-05:00')
    booking.showDay('2027-01-12')
    await settle()
    expect(booking.day.value).toEqual({ date: '2027-01-12', slots: [openings[6]] })
    booking.showWeek('2027-01-18')
    await settle()
    expect([booking.isKnown.value, booking.next.value]).toEqual([true, null])
  })

  it('opens far ahead when the first time is months away', async () => {
    const slots = [at('2027-04-06', '09:00')]
    const { booking } = atTimes(fakeServer(slots), elm({}, slots))
    expect(booking.weekFrom.value).toBe('2027-04-05')
    await settle()
    expect(booking.earliest.value?.start).toBe('2027-04-06T09:00:00-04:00')
    expect(booking.day.value?.date).toBe('2027-04-06')
  })

  it('knows that there is nothing within a year', () => {
    const { booking, asked } = atTimes(fakeServer([]), elm({}, []))
    expect(booking.first.value).toBeNull()
    expect(asked).toEqual(['check-up'])
  })

  it('asks for the year only when it is needed where data is saved', async () => {
    const { source, asked } = fakeServer()
    const booking = createBooking(elm(), source, createKeys(), { isSparing: true })
    booking.selectReason('check-up')
    booking.goOn()
    booking.showWeek('2026-11-30')
    await settle()
    expect(asked).toEqual(['check-up'])
  })

  it('does not guess the next times of one practitioner from those of anyone', async () => {
    const { booking, asked } = atTimes()
    booking.selectPractitioner('lind')
    expect(booking.days.value.flatMap(({ slots }) => slots.map(({ start }) => start))).toEqual([
      '2026-11-24T09:00:00-05:00',
      '2026-11-24T13:20:00-05:00',
    ])
    booking.showWeek('2026-12-07')
    expect(booking.next.value).toBeUndefined()
    await settle()
    expect(booking.next.value).toBe('2027-01-12T08:30:00-05:00')
    expect(asked).toEqual(['check-up'])
  })

  it('opens on the first week of one practitioner, not on the first of anyone', async () => {
    const slots = [at('2026-12-10', '09:00', ['okafor']), at('2027-04-06', '09:00', ['lind'])]
    const { source } = fakeServer(slots)
    const booking = createBooking(elm({}, slots), source, createKeys())
    booking.selectPractitioner('lind')
    booking.selectReason('check-up')
    booking.goOn()
    expect(booking.first.value).toBeUndefined()
    await settle()
    expect([booking.weekFrom.value, booking.day.value?.date]).toEqual(['2027-04-05', '2027-04-06'])
  })

  it('forgets a time chosen with someone else', () => {
    const { booking } = atTimes()
    booking.selectSlot(openings[1]!)
    booking.selectPractitioner('lind')
    expect(booking.slot.value).toBeNull()
  })

  it('says when times cannot be read, offers none, and reads them on the next try', async () => {
    const slots = [at('2027-04-06', '09:00')]
    const fake = fakeServer(slots)
    fake.server.isDown = true
    const { booking, server } = atTimes(fake, elm({ availability: {} }))
    await settle()
    expect([booking.times.value.state, booking.day.value, booking.first.value]).toEqual([
      'failed',
      undefined,
      undefined,
    ])
    server.isDown = false
    booking.tryTimesAgain()
    await settle()
    expect(booking.first.value).toBe('2027-04-06T09:00:00-04:00')
  })

  it('shows only reasons the chosen practitioner gives', () => {
    const { source } = fakeServer()
    const booking = createBooking(elm(), source, createKeys())
    booking.selectReason('first-visit')
    booking.selectPractitioner('lind')
    expect(booking.reasons.value.map(({ id }) => id)).toEqual(['check-up', 'implants'])
    expect(booking.reason.value).toBeUndefined()
  })
})

describe('parts of the day', () => {
  it('show only their times, and what was chosen outside of them is chosen no more', async () => {
    const { booking } = atTimes()
    await settle()
    booking.selectSlot(openings[0]!)
    booking.selectPartOfDay('eve')
    expect(booking.times.value.slots.map(({ start }) => start.slice(0, 16))).toEqual(['2026-11-24T17:30'])
    expect(booking.slot.value).toBeNull()
    booking.selectPartOfDay('am')
    expect(booking.times.value.slots).toHaveLength(5)
    booking.selectPartOfDay(null)
    expect(booking.times.value.slots).toHaveLength(7)
  })
})

describe('what the page presets', () => {
  it('opens on the times of a reason, with its practitioner and details', () => {
    const { source, asked } = fakeServer()
    const preset = { reason: 'check-up', practitioner: 'lind', details: { given: 'Nadia' } }
    const booking = createBooking(elm(), source, createKeys(), preset)
    expect([booking.step.value, booking.practitioner.value, booking.details.value.given]).toEqual([
      'time',
      'lind',
      'Nadia',
    ])
    expect(booking.earliest.value).toEqual(openings[0])
    expect(asked).toEqual([])
    booking.back()
    expect(booking.step.value).toBe('reason')
  })

  it('counts for nothing when the practice has no such reason or person', () => {
    const booking = createBooking(elm(), fakeServer().source, createKeys(), { reason: 'tattoo', practitioner: 'zoe' })
    expect([booking.step.value, booking.practitioner.value]).toEqual(['reason', null])
  })
})

describe('a hold', () => {
  it('is taken with the details, handed over with another time, and sent along', async () => {
    const { booking, holds, sent } = ready()
    await settle()
    expect(booking.hold.value).toEqual({ token: 'hold-1', start: openings[0]!.start })
    booking.back()
    booking.selectSlot(openings[1]!)
    booking.goOn()
    await booking.send()
    expect(holds).toEqual(['hold 11-24T09:00', 'hold 11-24T09:40 for hold-1'])
    expect(sent[0]?.body.hold).toBe('hold-2')
    booking.stop()
    expect(holds).toHaveLength(2)
  })

  it('says that the time is gone before anything is typed', async () => {
    const fake = fakeServer()
    fake.holdReplies.push({ ok: false, refusal: 'slot-taken', alternatives: [openings[1]!] })
    const { booking, sent } = ready(fake)
    await settle()
    expect([booking.refused.value?.refusal, booking.slot.value]).toEqual(['slot-taken', null])
    booking.selectSlot(openings[1]!)
    await booking.send()
    expect(sent[0]?.body).toMatchObject({ start: '2026-11-24T09:40:00-05:00', hold: 'hold-2' })
  })

  it('stands in nobody’s way when there is none to be had', async () => {
    const fake = fakeServer()
    fake.holdReplies.push({ ok: false, refusal: 'too-many-requests' })
    const { booking, sent } = ready(fake)
    await booking.send()
    expect(sent[0]?.body.hold).toBeUndefined()
    expect(booking.step.value).toBe('sent')
  })

  it('warns a minute before it ends, is kept longer by typing or asking, and is given up on leaving', async () => {
    vi.useFakeTimers()
    try {
      const { booking, holds } = ready()
      await vi.advanceTimersByTimeAsync(50_000)
      booking.change({ note: 'a' })
      expect(holds).toHaveLength(1)
      await vi.advanceTimersByTimeAsync(20_000)
      booking.change({ note: 'ab' })
      await vi.advanceTimersByTimeAsync(0)
      expect(holds.at(-1)).toBe('renew hold-1')
      await vi.advanceTimersByTimeAsync(240_000)
      expect(booking.hold.value?.state).toBe('ending')
      booking.renew()
      await vi.advanceTimersByTimeAsync(239_000)
      expect(booking.hold.value?.state).toBeUndefined()
      await vi.advanceTimersByTimeAsync(61_000)
      expect(booking.hold.value?.state).toBe('ended')
      booking.renew()
      await vi.advanceTimersByTimeAsync(0)
      expect(holds.at(-1)).toBe('hold 11-24T09:00 for hold-1')
      booking.stop()
      expect(holds.at(-1)).toBe('release hold-4')
    } finally {
      vi.useRealTimers()
    }
  })

  it('of a time that was taken is handed over, but neither kept longer nor spoken of as the next one’s', async () => {
    vi.useFakeTimers()
    try {
      const { booking, holds, holdReplies, replies } = ready()
      await vi.advanceTimersByTimeAsync(241_000)
      expect(booking.hold.value?.state).toBe('ending')
      replies.push({ ok: false, refusal: 'slot-taken', alternatives: [openings[1]!] })
      booking.send()
      await vi.advanceTimersByTimeAsync(0)
      holdReplies.push({ ok: false, refusal: 'too-many-requests' })
      booking.selectSlot(openings[1]!)
      await vi.advanceTimersByTimeAsync(0)
      expect(booking.hold.value).toBeNull()
      await vi.advanceTimersByTimeAsync(61_000)
      booking.change({ note: 'a' })
      await vi.advanceTimersByTimeAsync(0)
      expect(holds).toEqual(['hold 11-24T09:00', 'hold 11-24T09:40 for hold-1', 'hold 11-24T09:40 for hold-1'])
      expect(booking.hold.value).toEqual({ token: 'hold-3', start: openings[1]!.start })
    } finally {
      vi.useRealTimers()
    }
  })

  it('that has ended is asked for once by typing on, not with every letter', async () => {
    vi.useFakeTimers()
    try {
      const { booking, holds } = ready()
      await vi.advanceTimersByTimeAsync(301_000)
      expect(booking.hold.value?.state).toBe('ended')
      for (const note of ['a', 'ab', 'abc']) booking.change({ note })
      await vi.advanceTimersByTimeAsync(0)
      expect(holds).toEqual(['hold 11-24T09:00', 'hold 11-24T09:00 for hold-1'])
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('sending', () => {
  it('keeps the key on a retry', async () => {
    const { booking, sent, replies } = ready()
    replies.push({ ok: false, refusal: 'unavailable' })
    await booking.send()
    expect(booking.refused.value?.refusal).toBe('unavailable')
    await booking.send()
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1'])
    expect(booking.step.value).toBe('sent')
  })

  it.each<[string, Partial<Details>]>([
    ['a name', { family: 'Reyes-Ortiz' }],
    ['the date of birth', { day: '8' }],
    ['a consent', { byText: true }],
    ['the note', { note: 'Ground floor, please' }],
  ])('makes a new key when %s changes', async (_, changed) => {
    const { booking, sent, replies } = ready()
    replies.push({ ok: false, refusal: 'unavailable' })
    await booking.send()
    booking.change(changed)
    await booking.send()
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-2'])
  })

  it('makes a new key when the time changes', async () => {
    const { booking, sent, replies } = ready()
    replies.push({ ok: false, refusal: 'unavailable' })
    await booking.send()
    booking.back()
    booking.selectSlot(openings[1]!)
    booking.goOn()
    await booking.send()
    expect(sent.map(({ key, body }) => [key, body.start])).toEqual([
      ['key-1', '2026-11-24T09:00:00-05:00'],
      ['key-2', '2026-11-24T09:40:00-05:00'],
    ])
  })

  it('sends once when Send is pressed twice', async () => {
    const { booking, sent } = ready()
    await Promise.all([booking.send(), booking.send()])
    expect(sent).toHaveLength(1)
  })

  it('offers the nearest times in place of a taken one and keeps the details', async () => {
    const { booking, sent, replies, asked } = ready()
    const alternatives = [openings[1]!, openings[2]!]
    replies.push({ ok: false, refusal: 'slot-taken', alternatives })
    await booking.send()
    expect(booking.step.value).toBe('details')
    expect(booking.refused.value?.alternatives).toEqual(alternatives)
    expect(booking.details.value.family).toBe('Reyes')
    expect(booking.slot.value).toBeNull()

    await booking.send()
    expect(booking.problems.value).toEqual([{ field: 'time', text: 'Choose a time' }])

    booking.selectSlot(alternatives[0]!)
    await booking.send()
    expect(sent.map(({ key, body }) => [key, body.start])).toEqual([
      ['key-1', '2026-11-24T09:00:00-05:00'],
      ['key-2', '2026-11-24T09:40:00-05:00'],
    ])
    expect(booking.step.value).toBe('sent')
    booking.back()
    booking.back()
    await settle()
    expect(asked).toHaveLength(2)
  })

  it('sends what waited by itself once the connection is back, with the same key', async () => {
    const { booking, sent, replies } = ready()
    replies.push({ ok: false, refusal: 'offline' }, { ok: false, refusal: 'offline' })
    await booking.send()
    booking.resend()
    await settle()
    expect(booking.refused.value?.refusal).toBe('offline')
    booking.resend()
    await settle()
    expect(booking.step.value).toBe('sent')
    expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-1', 'key-1'])
  })

  it('does not send by itself what was changed while waiting', async () => {
    const { booking, sent, replies } = ready()
    replies.push({ ok: false, refusal: 'offline' })
    await booking.send()
    booking.change({ given: 'N' })
    booking.resend()
    await settle()
    expect(sent).toHaveLength(1)
    expect(booking.refused.value).toBeNull()
  })

  it('does not send by itself a time chosen while waiting', async () => {
    const { booking, sent, replies } = ready()
    replies.push({ ok: false, refusal: 'offline' })
    await booking.send()
    booking.back()
    booking.selectSlot(openings[1]!)
    booking.resend()
    await settle()
    expect(sent).toHaveLength(1)
  })

  it('leaves what is not waiting alone', async () => {
    const { booking, sent } = ready()
    booking.resend()
    await settle()
    expect(sent).toEqual([])
  })

  it('puts what the server finds wrong to its fields', async () => {
    const { booking, replies } = ready()
    replies.push({
      ok: false,
      refusal: 'invalid-request',
      errors: [
        { pointer: '/patient/birthDate', detail: 'A' },
        { pointer: '/guardian/given', detail: 'B' },
        { pointer: '/patient/email', detail: 'C' },
        { pointer: '/isNewPatient', detail: 'D' },
      ],
    })
    const before = booking.attention.value
    await booking.send()
    expect(booking.problems.value).toEqual([
      { field: 'day', text: 'A' },
      { field: 'guardian/given', text: 'B' },
      { field: 'email', text: 'C' },
      { field: 'isNewPatient', text: 'D' },
    ])
    expect(booking.attention.value).toBe(before + 1)
  })

  it('asks for everything missing in the order of the form and sends nothing', async () => {
    const { booking, sent } = ready()
    booking.change({
      isNewPatient: null,
      someoneElse: true,
      given: ' ',
      family: '',
      day: '',
      month: '',
      year: '',
      mobile: '',
    })
    await booking.send()
    expect(booking.problems.value).toEqual([
      { field: 'isNewPatient', text: 'Choose Yes or No, first time' },
      { field: 'guardian/given', text: 'Enter your given name' },
      { field: 'guardian/family', text: 'Enter your family name' },
      { field: 'given', text: 'Enter the given name' },
      { field: 'family', text: 'Enter the family name' },
      { field: 'day', text: 'Enter the date of birth' },
      { field: 'mobile', text: 'Enter a mobile number or an email' },
    ])
    expect(sent).toEqual([])
  })

  it.each([
    [{ mobile: '', email: 'nadia@example.com' }, []],
    [{ mobile: '+1 (555) 010-0117', email: '' }, []],
    [{ mobile: '555 011', email: '' }, [{ field: 'mobile', text: 'Mobile number must have seven digits or more' }]],
    [{ mobile: '555-0117 x', email: '' }, [{ field: 'mobile', text: 'Mobile number must have seven digits or more' }]],
    [{ mobile: '', email: 'nadia' }, [{ field: 'email', text: 'Email must look like name@example.com' }]],
  ])('takes a mobile number or an email: %j', async (changed, problems) => {
    const { booking } = ready()
    booking.change(changed)
    await booking.send()
    expect(booking.problems.value).toEqual(problems)
  })
})

describe('parseBirthDate', () => {
  const months = [...createDateText('de', today).months(), ...createDateText('en', today).months()]
  const read = (day: string, month: string, year: string) =>
    parseBirthDate({ day, month, year }, ['day', 'month', 'year'], months, today)

  it.each([
    ['7', '3', '1984', '1984-03-07'],
    ['07', '03', '1984', '1984-03-07'],
    ['7', 'March', '1984', '1984-03-07'],
    ['7', 'märz', '1984', '1984-03-07'],
    ['7', 'mar', '1984', '1984-03-07'],
    ['1', 'Sept.', '2000', '2000-09-01'],
    ['29', '2', '2024', '2024-02-29'],
    ['1', '1', '1970', '1970-01-01'],
    ['20', '11', '2026', '2026-11-20'],
  ])('reads %s %s %s as %s', (day, month, year, date) => {
    expect(read(day, month, year)).toEqual({ date })
  })

  it.each([
    ['', '', '', 'day', 'Enter the date of birth'],
    ['7', '', '1984', 'month', 'Enter the date of birth'],
    ['7', '3', '', 'year', 'Enter the date of birth'],
    ['7', '3', '84', 'year', 'Year of birth must have four digits, for example 1984'],
    ['29', '2', '2023', 'day', 'Date of birth must be a real date, for example 7 March 1984'],
    ['31', '4', '2000', 'day', 'Date of birth must be a real date, for example 7 March 1984'],
    ['7', '13', '1984', 'day', 'Date of birth must be a real date, for example 7 March 1984'],
    ['7', 'Mä', '1984', 'day', 'Date of birth must be a real date, for example 7 March 1984'],
    ['7', 'Brumaire', '1984', 'day', 'Date of birth must be a real date, for example 7 March 1984'],
    ['x', '3', '1984', 'day', 'Date of birth must be a real date, for example 7 March 1984'],
    ['7', '3', '1895', 'day', 'Date of birth must be a real date, for example 7 March 1984'],
    ['21', '11', '2026', 'year', 'Date of birth must be in the past'],
  ])('refuses %j %j %j', (day, month, year, field, text) => {
    expect(read(day, month, year)).toEqual({ field, text })
  })

  it('names the first empty box as the screen orders them', () => {
    expect(parseBirthDate({ day: '', month: '', year: '' }, ['month', 'day', 'year'], months, today)).toEqual({
      field: 'month',
      text: 'Enter the date of birth',
    })
  })
})

describe('createDateText', () => {
  const gb = createDateText('en-GB', today)
  const us = createDateText('en-US', today)
  const plain = (text: string) => text.replace(/\s/g, ' ')

  it("shows the practice's wall time in whatever zone the browser is", () => {
    expect(gb.full('2026-11-24T09:00:00-05:00')).toBe('Tuesday 24 November, 9:00')
    expect(plain(us.full('2026-11-24T21:00:00-05:00'))).toBe('Tuesday, November 24, 9:00 PM')
    expect(gb.time('2026-11-01T01:30:00-04:00')).toBe(gb.time('2026-11-01T01:30:00-05:00'))
  })

  it('says the year of a date in another year', () => {
    expect(gb.long('2027-01-12')).toMatch(/^Tuesday,? 12 January 2027$/)
    expect(gb.long('2026-12-31')).toBe('Thursday 31 December')
  })

  it('shortens the months of a week that spans two', () => {
    expect(plain(gb.range('2026-11-23', '2026-11-29'))).toMatch(/^23 ?– ?29 November$/)
    expect(plain(gb.range('2026-11-30', '2026-12-06'))).toMatch(/^30 Nov ?– ?6 Dec$/)
  })

  it('orders the parts of a date as the locale writes them', () => {
    expect([gb.order(), us.order(), createDateText('hu', today).order()]).toEqual([
      ['day', 'month', 'year'],
      ['month', 'day', 'year'],
      ['year', 'month', 'day'],
    ])
  })

  it("tells the patient's own time only where their clock differs from the practice's", () => {
    const start = new Date(2026, 10, 24, 9, 0)
    const iso = (offsetMinutes: number) => {
      const wall = new Date(start.getTime() + offsetMinutes * 60_000).toISOString().slice(0, 19)
      const away = Math.abs(offsetMinutes)
      const two = (n: number) => `${Math.floor(n)}`.padStart(2, '0')
      return `${wall}${offsetMinutes < 0 ? '-' : '+'}${two(away / 60)}:${two(away % 60)}`
    }
    const here = -start.getTimezoneOffset()
    expect(gb.own(iso(here))).toBeUndefined()
    expect(gb.own(iso(here - 180))).toBe('9:00')
    expect(gb.own(iso(here - 600))).toBe('Tue 24 Nov, 9:00')
  })
})
