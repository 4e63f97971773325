import { z } from 'zod'
import { Availability, AvailabilityQuery } from './contract/availability.ts'
import { HoldBody, HoldName, HoldReply } from './contract/hold.ts'
import { PracticeReply } from './contract/practice.ts'
import { Problem } from './contract/problem.ts'
import { Challenge } from './contract/proof.ts'
import { RequestBody, RequestReply } from './contract/request.ts'

const schemas = {
  Availability,
  Challenge,
  HoldBody,
  HoldName,
  HoldReply,
  PracticeReply,
  Problem,
  RequestBody,
  RequestReply,
}

const practice = { name: 'practice', in: 'path', required: true, schema: { type: 'string' } }

const reply = (schema: keyof typeof schemas, description: string) => ({
  description,
  content: { [schema === 'Problem' ? 'application/problem+json' : 'application/json']: { schema: ref(schema) } },
})

const ref = (schema: keyof typeof schemas) => ({ $ref: `#/components/schemas/${schema}` })

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
      '/v1/book.js': {
        get: { summary: 'The widget, one script.', responses: { 200: { description: 'JavaScript.' } } },
      },
      '/v1/practice-file.schema.json': {
        get: { summary: 'JSON Schema of a practice file.', responses: { 200: { description: 'JSON Schema.' } } },
      },
      '/v1/practices/{practice}': {
        get: {
          summary: "All that the widget's first screens need, with the first 14 days of every reason.",
          parameters: [practice],
          responses: { 200: reply('PracticeReply', 'The practice.'), 404: reply('Problem', 'No such practice.') },
        },
      },
      '/v1/practices/{practice}/availability': {
        get: {
          summary: 'What is on offer between two dates.',
          parameters: [practice, ...queryParameters()],
          responses: {
            200: reply('Availability', 'Earliest first.'),
            400: reply('Problem', 'A parameter must change.'),
            404: reply('Problem', 'No such practice.'),
            429: reply('Problem', 'Too many questions from there; `Retry-After` says when to ask again.'),
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
          requestBody: { required: true, content: { 'application/json': { schema: ref('HoldBody') } } },
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
          requestBody: { required: true, content: { 'application/json': { schema: ref('HoldName') } } },
          responses: { 200: reply('HoldReply', 'It is.'), 410: reply('Problem', 'It has run out.') },
        },
      },
      '/v1/practices/{practice}/holds/release': {
        post: {
          summary: 'Give it up.',
          parameters: [practice],
          requestBody: { required: true, content: { 'application/json': { schema: ref('HoldName') } } },
          responses: { 204: { description: 'It is free.' } },
        },
      },
      '/v1/practices/{practice}/requests': {
        post: {
          summary: 'Send a request for a time on offer.',
          parameters: [
            practice,
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              schema: { type: 'string', minLength: 8, maxLength: 100 },
              description: 'New for each request; the same for every retry, which then answers the same.',
            },
          ],
          requestBody: { required: true, content: { 'application/json': { schema: ref('RequestBody') } } },
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
            429: reply('Problem', 'Too many came from there; `Retry-After` says in how many seconds to try again.'),
          },
        },
      },
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

function queryParameters() {
  const { properties = {}, required = [] } = z.toJSONSchema(AvailabilityQuery)
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}
