import { z } from 'zod'
import { Availability, AvailabilityQuery } from './contract/availability.ts'
import { HoldBody, HoldName, HoldReply } from './contract/hold.ts'
import { AskAnotherBody, MyBody, MyReply } from './contract/my.ts'
import { CompiledReply, OpeningsQuery, OpeningsReply } from './contract/openings.ts'
import {
  AccountConsentBody,
  AccountDetailsBody,
  AccountReply,
  AddPasskeyBody,
  AskSignInBody,
  ConfirmInvitationBody,
  InvitationBody,
  InvitationReply,
  OpenAccountBody,
  OpenByPasskeyBody,
  RemovePasskeyBody,
} from './contract/patient-account.ts'
import { NoBody } from './contract/patients.ts'
import { PracticeQuery, PracticeReply } from './contract/practice.ts'
import { Problem } from './contract/problem.ts'
import { Challenge } from './contract/proof.ts'
import { RequestBody, RequestReply } from './contract/request.ts'

const schemas = {
  AccountConsentBody,
  AccountDetailsBody,
  AccountReply,
  AddPasskeyBody,
  AskAnotherBody,
  AskSignInBody,
  Availability,
  Challenge,
  CompiledReply,
  ConfirmInvitationBody,
  HoldBody,
  HoldName,
  HoldReply,
  InvitationBody,
  InvitationReply,
  MyBody,
  MyReply,
  NoBody,
  OpenAccountBody,
  OpenByPasskeyBody,
  OpeningsReply,
  PracticeReply,
  Problem,
  RemovePasskeyBody,
  RequestBody,
  RequestReply,
}

const practice = { name: 'practice', in: 'path', required: true, schema: { type: 'string' } }
const file = { name: 'file', in: 'path', required: true, schema: { type: 'string' } }
const key = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', minLength: 8, maxLength: 100 },
  description: 'New for each request; the same for every retry, which then answers the same.',
}

const reply = (schema: keyof typeof schemas, description: string) => ({
  description,
  content: { [schema === 'Problem' ? 'application/problem+json' : 'application/json']: { schema: ref(schema) } },
})

const body = (schema: keyof typeof schemas) => ({
  required: true,
  content: { 'application/json': { schema: ref(schema) } },
})

const ref = (schema: keyof typeof schemas) => ({ $ref: `#/components/schemas/${schema}` })

const linkEnded = reply('Problem', 'The link has ended, or there never was such a link.')
const notChangeable = reply('Problem', 'It was refused, has expired, or its visit has begun.')
const tooMany = reply('Problem', 'Too many came from there; `Retry-After` says in how many seconds to try again.')

const linkReplaced = reply('Problem', 'A newer link was sent in its stead.')
const signInRequired = reply('Problem', 'Nobody is signed in, or no longer.')
const notOurs = reply('Problem', 'It does not come from a page of this server.')
const ownAccount = 'The account as it then stands.'
const openedAccount = 'The account, with its session in a cookie that only this practice’s paths get.'

/** What our own pages send for a patient who is, or wants to be, signed in. */
function ofAccount(summary: string, sent: keyof typeof schemas, responses: Record<number, unknown>) {
  const post = { summary, parameters: [practice], requestBody: body(sent) }
  return { post: { ...post, responses: { ...responses, 403: notOurs, 429: tooMany } } }
}

/** The public API in OpenAPI 3.1; its shapes are the ones that check every request. */
export function openApi(): unknown {
  return {
    openapi: '3.1.0',
    info: {
      title: 'chairtime',
      version: '1',
      description: 'True openings of a practice, and requests for them. Refusals are RFC 9457 problem details.',
    },
    paths: {
      '/healthz': {
        get: { summary: 'Is the server there?', responses: { 200: { description: 'It is.' } } },
      },
      '/v1/{file}': {
        get: {
          summary: 'A file of the widget. `book.js` is the one that a page names; it asks for the others.',
          parameters: [file],
          responses: { 200: { description: 'The newest, for five minutes.' }, 404: reply('Problem', 'No such file.') },
        },
      },
      '/v{version}/{file}': {
        get: {
          summary: 'The same file of exactly this version, for ever.',
          parameters: [{ name: 'version', in: 'path', required: true, schema: { type: 'string' } }, file],
          responses: {
            200: { description: 'The file.' },
            404: reply('Problem', 'No such file, or the server has another version.'),
          },
        },
      },
      '/v1/practice-file.schema.json': {
        get: { summary: 'JSON Schema of a practice file.', responses: { 200: { description: 'JSON Schema.' } } },
      },
      '/v1/practices/{practice}': {
        get: {
          summary: "All that the widget's first screens need, with the first 14 days of every reason.",
          parameters: [practice, ...queryParameters(PracticeQuery)],
          responses: { 200: reply('PracticeReply', 'The practice.'), 404: reply('Problem', 'No such practice.') },
        },
      },
      '/v1/practices/{practice}/availability': {
        get: {
          summary: 'What is on offer between two dates.',
          parameters: [practice, ...queryParameters(AvailabilityQuery)],
          responses: {
            200: reply('Availability', 'Earliest first.'),
            400: reply('Problem', 'A parameter must change.'),
            404: reply('Problem', 'No such practice.'),
            429: tooMany,
          },
        },
      },
      '/v1/practices/{practice}/openings': {
        get: {
          summary: 'All that is on offer of one reason, up to a year ahead, in a few kilobytes.',
          parameters: [practice, ...queryParameters(OpeningsQuery)],
          responses: {
            200: reply('OpeningsReply', 'With an ETag: ask again with it.'),
            304: { description: 'Nothing has moved.' },
            400: reply('Problem', 'A parameter must change.'),
            404: reply('Problem', 'No such practice.'),
            429: tooMany,
          },
        },
      },
      '/v1/practices/{practice}/compiled': {
        get: {
          summary:
            'The rules, and how much is taken, for an engine that answers elsewhere. Nothing in it is about anyone.',
          parameters: [practice],
          responses: {
            200: reply('CompiledReply', 'With an ETag: ask again with it.'),
            304: { description: 'Nothing has moved.' },
            404: reply('Problem', 'No such practice.'),
            429: tooMany,
          },
        },
      },
      '/v1/practices/{practice}/challenge': {
        get: {
          summary: 'Work to be done before a request is sent, where the practice wants proof of it.',
          parameters: [practice],
          responses: { 200: reply('Challenge', 'Good for one request.'), 404: reply('Problem', 'No such practice.') },
        },
      },
      '/v1/practices/{practice}/holds': {
        post: {
          summary: 'Keep a time for five minutes while the form is filled in.',
          parameters: [practice],
          requestBody: body('HoldBody'),
          responses: {
            201: reply('HoldReply', 'The time is kept; nobody else is offered it.'),
            409: reply('Problem', 'The time was just taken; `alternatives` holds the nearest.'),
            422: reply('Problem', 'The time is not offered.'),
            429: reply('Problem', 'Too many times are being kept for this visitor, or too many asked for.'),
          },
        },
      },
      '/v1/practices/{practice}/holds/renew': {
        post: {
          summary: 'Keep it for another five minutes.',
          parameters: [practice],
          requestBody: body('HoldName'),
          responses: { 200: reply('HoldReply', 'It is.'), 410: reply('Problem', 'It has run out.') },
        },
      },
      '/v1/practices/{practice}/holds/release': {
        post: {
          summary: 'Give it up.',
          parameters: [practice],
          requestBody: body('HoldName'),
          responses: { 204: { description: 'It is free.' } },
        },
      },
      '/v1/practices/{practice}/requests': {
        post: {
          summary: 'Send a request for a time on offer.',
          parameters: [practice, key],
          requestBody: body('RequestBody'),
          responses: {
            201: reply('RequestReply', 'The request is kept and its time is taken.'),
            400: reply('Problem', 'Fields must change; `errors` names them.'),
            403: reply('Problem', 'The website is not on the practice’s list.'),
            404: reply('Problem', 'No such practice.'),
            409: reply('Problem', 'The time was just taken; `alternatives` holds the nearest.'),
            413: reply('Problem', 'The body is too large.'),
            415: reply('Problem', 'The body is not JSON.'),
            422: reply(
              'Problem',
              'The time is not offered, the key was used for other details, or proof of work is needed.',
            ),
            429: tooMany,
          },
        },
      },
      '/v1/practices/{practice}/my': {
        post: {
          summary: 'How a request stands, by its private link.',
          parameters: [practice],
          requestBody: body('MyBody'),
          responses: { 200: reply('MyReply', 'The request.'), 404: linkEnded, 429: tooMany },
        },
      },
      '/v1/practices/{practice}/my/cancel': {
        post: {
          summary: 'Cancel it. Again is fine.',
          parameters: [practice],
          requestBody: body('MyBody'),
          responses: { 200: reply('MyReply', 'It is cancelled.'), 404: linkEnded, 409: notChangeable, 429: tooMany },
        },
      },
      '/v1/practices/{practice}/my/ask-another': {
        post: {
          summary:
            'Ask for another time: a new request with the same details takes its place, and its links lead there.',
          parameters: [practice, key],
          requestBody: body('AskAnotherBody'),
          responses: {
            201: reply('RequestReply', 'The new request is kept, the one before is cancelled.'),
            400: reply('Problem', 'Fields must change; `errors` names them.'),
            404: linkEnded,
            409: reply(
              'Problem',
              'The time was just taken, or the request can no longer be changed; it stands as it did.',
            ),
            422: reply('Problem', 'The time is not offered, or the key was used for other details.'),
            429: tooMany,
          },
        },
      },
      '/v1/practices/{practice}/my/calendar': {
        post: {
          summary: 'It as an entry for a calendar, tentative until the practice has confirmed it.',
          parameters: [practice],
          requestBody: body('MyBody'),
          responses: {
            200: { description: 'iCalendar, RFC 5545.', content: { 'text/calendar': { schema: { type: 'string' } } } },
            404: linkEnded,
            429: tooMany,
          },
        },
      },
      '/v1/practices/{practice}/invitation': ofAccount(
        'What an invitation’s page shows, by its link.',
        'InvitationBody',
        {
          200: reply('InvitationReply', 'It can be confirmed.'),
          404: linkEnded,
          410: linkReplaced,
        },
      ),
      '/v1/practices/{practice}/invitation/confirm': ofAccount(
        'Confirm who is invited, and open their account. The link works once.',
        'ConfirmInvitationBody',
        {
          200: reply('AccountReply', openedAccount),
          400: reply('Problem', 'Fields must change; `errors` names them.'),
          404: linkEnded,
          410: linkReplaced,
          422: reply('Problem', 'Something differs; `triesLeft` says how often it may still be tried.'),
        },
      ),
      '/v1/practices/{practice}/account/sign-in': ofAccount(
        'Ask for a mail with a link to sign in. The answer is the same for every address.',
        'AskSignInBody',
        { 202: { description: 'Who is enrolled with this address gets a mail.' } },
      ),
      '/v1/practices/{practice}/account/open': ofAccount(
        'Sign in by a mailed link. It works once.',
        'OpenAccountBody',
        {
          200: reply('AccountReply', openedAccount),
          404: linkEnded,
          410: linkReplaced,
        },
      ),
      '/v1/practices/{practice}/account': {
        get: {
          summary: 'The own account of who is signed in: details, consents, visits, passkeys.',
          parameters: [practice],
          responses: { 200: reply('AccountReply', 'The account.'), 401: signInRequired, 429: tooMany },
        },
      },
      '/v1/practices/{practice}/account/details': ofAccount('Change how one is reached.', 'AccountDetailsBody', {
        200: reply('AccountReply', ownAccount),
        400: reply('Problem', 'Fields must change; `errors` names them.'),
        401: signInRequired,
      }),
      '/v1/practices/{practice}/account/consents': ofAccount(
        'Agree to emails and texts, or take it back.',
        'AccountConsentBody',
        { 200: reply('AccountReply', ownAccount), 401: signInRequired },
      ),
      '/v1/practices/{practice}/account/passkeys/begin': ofAccount('Begin to add a passkey.', 'NoBody', {
        200: { description: 'Creation options (WebAuthn), good for five minutes.' },
        401: signInRequired,
      }),
      '/v1/practices/{practice}/account/passkeys/add': ofAccount('Add the passkey that was made.', 'AddPasskeyBody', {
        200: reply('AccountReply', ownAccount),
        400: reply('Problem', 'It is not made for this, or its challenge is over.'),
        401: signInRequired,
      }),
      '/v1/practices/{practice}/account/passkeys/remove': ofAccount('Remove a passkey.', 'RemovePasskeyBody', {
        200: reply('AccountReply', ownAccount),
        401: signInRequired,
        404: reply('Problem', 'There is no such passkey.'),
      }),
      '/v1/practices/{practice}/account/passkey/begin': ofAccount('Begin to sign in by a passkey.', 'NoBody', {
        200: { description: 'Request options (WebAuthn), good for five minutes.' },
      }),
      '/v1/practices/{practice}/account/passkey/open': ofAccount('Sign in by a passkey.', 'OpenByPasskeyBody', {
        200: reply('AccountReply', openedAccount),
        401: reply('Problem', 'It opens no account here.'),
      }),
      '/v1/practices/{practice}/account/sign-out': ofAccount('Sign out here.', 'NoBody', {
        200: { description: 'The session has ended.' },
      }),
    },
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [
          name,
          z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
        ]),
      ),
    },
  }
}

function queryParameters(query: z.ZodType) {
  const { properties = {}, required = [] } = z.toJSONSchema(query)
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}
