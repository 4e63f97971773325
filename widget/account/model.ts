import { batch, signal } from '@preact/signals-core'
import type { AccountReply, InvitationReply } from '../../server/contract/patient-account.ts'
import { parseBirthDate } from '../birth-date.ts'
import { type Details, type FieldProblem, noDetails } from '../details.ts'
import { createDateText } from '../text/date-text.ts'
import * as words from '../text/en.ts'
import { count, say } from '../text/fill.ts'
import type { Page } from './page.ts'
import { askForPasskey, makePasskey } from './passkey.ts'
import type { Refused, Source } from './source.ts'
import * as en from './text/en.ts'

/** What is on the screen; `bare`: an invitation's page without its link; `open`: a link to sign in, not used yet. */
export type Screen =
  | 'opening'
  | 'failed'
  | 'ended'
  | 'replaced'
  | 'bare'
  | 'invitation'
  | 'signIn'
  | 'asked'
  | 'open'
  | 'welcome'
  | 'home'
  | 'book'
  | 'details'
  | 'remove'

/** What a booking is filled in with. */
const ownWords = ({ given, family, birthDate, mobile, email }: AccountReply) =>
  JSON.stringify([given, family, birthDate, mobile, email])

/** What went wrong with the last thing that was done. */
export type Problem = { readonly heading: string; readonly text: string }

export type Passkey = AccountReply['passkeys'][number]
export type Account = ReturnType<typeof createAccount>

/**
 * A patient's way into their account at a practice, and the account itself. Opening a link changes nothing; `confirm` and
 * `open` do.
 *
 * @param token - What stood behind the `#`; empty: nothing did.
 */
export const createAccount = (page: Page, source: Source, token: string) => {
  const dates = createDateText(page.locale, page.today)
  const screen = signal<Screen>('opening')
  /** The link that has not been used yet, so that the page in another language has it too. */
  const link = signal(token)
  const invitation = signal<InvitationReply | null>(null)
  const account = signal<AccountReply | null>(null)
  /** Goes up when the practice has other details than before. */
  const revision = signal(0)
  /** Said aloud, and shown if it tells of something done. */
  const status = signal('')
  const done = signal('')
  const problem = signal<Problem | null>(null)
  const isBusy = signal(false)

  const details = signal<Details>(noDetails)
  const problems = signal<readonly FieldProblem[]>([])
  /** Goes up whenever there are things to check in a form. */
  const attention = signal(0)
  const agrees = signal(false)
  const passkeyName = signal('')
  /** The one that may be removed. */
  const passkey = signal<Passkey | null>(null)
  let before: Screen = 'home'
  let ticks: Promise<unknown> = Promise.resolve()

  const show = (next: Screen) =>
    batch(() => {
      screen.value = next
      problem.value = null
      problems.value = []
      status.value = ''
    })

  const accept = (reply: AccountReply) => {
    if (account.value && ownWords(reply) !== ownWords(account.value)) revision.value++
    account.value = reply
    link.value = ''
  }

  /** One at a time: a second press while the first is on its way does nothing. */
  const during = async (text: string, run: () => Promise<unknown>) => {
    if (isBusy.value) return
    batch(() => {
      isBusy.value = true
      problem.value = null
      done.value = ''
      status.value = say(text)
    })
    await run()
    batch(() => {
      isBusy.value = false
      status.value = ''
    })
  }

  const mustCheck = (wrong: readonly FieldProblem[]) =>
    batch(() => {
      problems.value = wrong
      if (wrong[0]) attention.value++
    })

  /** Says why something didn't happen; what there was stands as it was. */
  const refuse = ({ refusal, triesLeft, errors }: Refused) => {
    const isGone = refusal === 'link-ended' || (refusal === 'no-match' && !triesLeft)
    if (isGone || refusal === 'link-replaced') {
      link.value = ''
      return show(isGone ? 'ended' : 'replaced')
    }
    if (refusal === 'sign-in-required') {
      account.value = null
      show('signIn')
    }
    if (refusal === 'invalid-request' && errors?.length) {
      return mustCheck(errors.map(({ pointer, detail }) => ({ field: pointer.slice(1), text: detail })))
    }
    const known: { readonly [refusal: string]: Problem } = {
      'no-match': {
        heading: en.noMatch,
        text: `${say(en.noMatchText)} ${count(triesLeft ?? 0, en.oneTry, en.manyTries)}`,
      },
      'sign-in-required': { heading: en.signedOutHeading, text: en.signInAgain },
      'too-many-requests': { heading: en.tooMany, text: en.tooManyText },
    }
    problem.value = known[refusal] ?? { heading: en.notReached, text: en.notReachedText }
  }

  const load = async () => {
    if (link.value && page.kind === 'account') return show('open')
    if (link.value) {
      const answer = await source.invitation(link.value)
      if (answer.ok) invitation.value = answer.value
      if (answer.ok) show('invitation')
      else if (/^link/.test(answer.refusal)) refuse(answer)
      else show('failed')
      return
    }
    const answer = await source.account()
    if (answer.ok) {
      accept(answer.value)
      show('home')
    } else if (answer.refusal === 'sign-in-required') show(page.kind === 'account' ? 'signIn' : 'bare')
    else show('failed')
  }

  /** Takes the answer in and goes on, or says why not. */
  const settle = (answer: { ok: true; value: AccountReply } | Refused, next?: Screen, text?: string) =>
    batch(() => {
      if (!answer.ok) return refuse(answer)
      accept(answer.value)
      if (next) show(next)
      if (text) done.value = say(text)
    })

  const readEmail = (): FieldProblem[] =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(details.value.email.trim()) ? [] : [{ field: 'email', text: words.emailShape }]

  return {
    page,
    dates,
    screen,
    link,
    invitation,
    account,
    revision,
    status,
    done,
    problem,
    isBusy,
    details,
    problems,
    attention,
    agrees,
    passkeyName,
    passkey,
    load,

    change: (typed: Partial<Details>) => {
      details.value = { ...details.value, ...typed }
    },

    /** What is not even a date is told here, so that it costs no try. */
    confirm: () => {
      const { day, month, year, family } = details.value
      const typed = { day: day.trim(), month: month.trim(), year: year.trim() }
      const months = [...dates.months(), ...createDateText('en', page.today).months()]
      const birth = parseBirthDate(typed, dates.order(), months, page.today)
      const wrong: FieldProblem[] = birth.field ? [birth] : []
      if (!family.trim()) wrong.push({ field: 'family', text: words.enterFamily })
      if (!agrees.value) wrong.push({ field: 'agrees', text: en.agreeFirst })
      mustCheck(wrong)
      if (birth.field || wrong[0]) return
      return during(en.confirming, async () => {
        const body = { link: link.value, birthDate: birth.date, family: family.trim(), agrees: true } as const
        const answer = await source.confirm(body)
        settle(answer, 'welcome')
        if (answer.ok) details.value = noDetails
      })
    },

    /** Has a link mailed; the answer is the same whether the address belongs to somebody or not. */
    askSignIn: () => {
      const wrong = readEmail()
      mustCheck(wrong)
      if (wrong[0]) return
      return during(en.sending, async () => {
        const answer = await source.askSignIn({ email: details.value.email.trim(), language: page.language })
        if (answer.ok) show('asked')
        else refuse(answer)
      })
    },

    open: () => during(en.signingIn, async () => settle(await source.open(link.value), 'home')),

    signInByPasskey: () =>
      during(en.signingIn, async () => {
        const options = await source.beginByPasskey()
        if (!options.ok) return refuse(options)
        const response = await askForPasskey(options.value)
        const answer = response === null ? null : await source.openByPasskey(response)
        // Called off, none there, or one that opens nothing: there are other ways in.
        if (answer && (answer.ok || /^(unreachable|too-many)/.test(answer.refusal))) settle(answer, 'home')
        else problem.value = { heading: en.noPasskey, text: en.noPasskeyText }
      }),

    signOut: () =>
      during(en.signingOut, async () => {
        const answer = await source.signOut()
        if (!answer.ok && answer.refusal !== 'sign-in-required') return refuse(answer)
        batch(() => {
          account.value = null
          details.value = noDetails
          show('signIn')
          done.value = say(en.signedOut)
        })
      }),

    /** To a screen from which nothing is sent. */
    go: (next: 'signIn' | 'book') =>
      batch(() => {
        done.value = ''
        show(next)
      }),

    /** What was asked for meanwhile stands there too. */
    goHome: () =>
      during(en.opening, async () => {
        settle(await source.account(), 'home')
      }),

    /** The patient looks at the page again. What can't be had now changes nothing. */
    refresh: async () => {
      if (screen.value !== 'home' || isBusy.value) return
      const answer = await source.account()
      if (screen.value !== 'home' || isBusy.value) return
      if (answer.ok || answer.refusal === 'sign-in-required') settle(answer)
    },

    correct: () =>
      batch(() => {
        const { mobile, email } = account.value!
        before = screen.value
        done.value = ''
        details.value = { ...noDetails, mobile: mobile ?? '', email }
        show('details')
      }),

    back: () => show(before),

    saveDetails: () => {
      const { mobile, email } = details.value
      const wrong = readEmail()
      if (mobile.trim() && !/^([+()\s./-]*\d){7}[+()\d\s./-]*$/.test(mobile)) {
        wrong.unshift({ field: 'mobile', text: words.mobileDigits })
      }
      mustCheck(wrong)
      if (wrong[0]) return
      return during(en.saving, async () =>
        settle(await source.saveDetails({ mobile: mobile.trim() || undefined, email: email.trim() }), before, en.saved),
      )
    },

    /** Kept at once, as a tick is all there is to it. */
    saveConsent: (changed: Partial<AccountReply['consent']>) =>
      batch(() => {
        const reply = account.value!
        const consent = { ...reply.consent, ...changed }
        account.value = { ...reply, consent }
        problem.value = null
        done.value = ''
        status.value = say(en.saving)
        // One after the other, so that the last tick is the one that stands.
        ticks = ticks.then(async () => {
          const answer = await source.saveConsents({ ...consent, language: page.language })
          batch(() => {
            status.value = ''
            // Another tick is on its way.
            if (account.value?.consent !== consent && answer.ok) return
            if (!answer.ok && account.value) account.value = { ...account.value, consent: reply.consent }
            settle(answer, undefined, en.saved)
          })
        })
      }),

    addPasskey: () => {
      const name = passkeyName.value.trim()
      mustCheck(name ? [] : [{ field: 'passkey', text: en.namePasskey }])
      if (!name) return
      return during(en.saving, async () => {
        const options = await source.beginPasskey()
        if (!options.ok) return refuse(options)
        const response = await makePasskey(options.value)
        if (!response) {
          problem.value = { heading: en.notAdded, text: en.notAddedText }
          return
        }
        settle(await source.addPasskey(name, response), undefined, en.added)
        if (!problem.value) passkeyName.value = ''
      })
    },

    askRemove: (one: Passkey) =>
      batch(() => {
        before = 'home'
        passkey.value = one
        done.value = ''
        show('remove')
      }),

    removePasskey: () =>
      during(en.saving, async () => settle(await source.removePasskey(passkey.value!.id), 'home', en.removed)),
  }
}
