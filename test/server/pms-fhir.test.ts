import { createFhirConnector } from '../../server/pms/fhir/connector.ts'
import { connectorContract, type Put } from '../kit/connector-contract.ts'
import { openFhirServer } from '../kit/fhir-server.ts'

const clock = () => Date.parse('2026-11-23T15:00:00Z')

connectorContract('FHIR', {
  isWritable: true,
  async open() {
    const server = await openFhirServer({ pageSize: 7 })
    const { store, ways } = server
    const id = (name: string) => name.replace(/\W/g, '-')
    return {
      connector: createFhirConnector(
        { kind: 'fhir', baseUrl: server.baseUrl, access: { kind: 'none' }, statuses: {} },
        { clock, timeZone: 'America/New_York', wait: async () => {}, overlapMinutes: 0 },
      ),
      async put({ name, start, end, status = 'booked', patient, isGarbled }: Put) {
        ways.now += 60_000
        if (patient) {
          store.put({
            resourceType: 'Patient',
            id: `of-${id(name)}`,
            name: [{ given: [patient.given], family: patient.family }],
            birthDate: patient.birthDate,
            telecom: [
              { system: 'phone', use: 'mobile', value: patient.mobile },
              { system: 'email', value: patient.email },
            ],
          })
        }
        store.put({
          resourceType: 'Appointment',
          id: id(name),
          status,
          start: new Date(start).toISOString(),
          end: new Date(end).toISOString(),
          participant: patient ? [{ actor: { reference: `Patient/of-${id(name)}` }, status: 'accepted' }] : [],
        })
        if (isGarbled) {
          ways.written = (resource) =>
            resource.id === id(name) ? { ...resource, start: `${patient?.given} ${patient?.family}` } : resource
        }
        return `Appointment/${id(name)}`
      },
      async remove(reference) {
        store.remove('Appointment', reference.slice('Appointment/'.length))
      },
      close: () => server.close(),
    }
  },
})
