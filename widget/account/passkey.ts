type Descriptor = { id: string; type: 'public-key'; transports?: string[] }
type CreateOptions = { challenge: string; user: { id: string }; excludeCredentials?: Descriptor[] }
type GetOptions = { challenge: string; allowCredentials?: Descriptor[] }

/**
 * Can this browser keep and use passkeys for this page? They belong to a name, so an address like 192.168.0.4 has none.
 */
export function canUsePasskeys(): boolean {
  return 'PublicKeyCredential' in window && !/^[\d.]+$|^\[/.test(location.hostname)
}

/** Has the browser make a passkey; JSON as the server gives and takes it. null: called off, or the device has one. */
export function makePasskey(options: unknown): Promise<unknown> {
  const { challenge, user, excludeCredentials = [], ...rest } = options as CreateOptions
  const publicKey = {
    ...rest,
    challenge: bytes(challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: excludeCredentials.map(described),
  } as unknown as PublicKeyCredentialCreationOptions
  return answered(navigator.credentials.create({ publicKey }))
}

/** Has the browser ask for one. null: called off, or there is none. */
export function askForPasskey(options: unknown): Promise<unknown> {
  const { challenge, allowCredentials = [], ...rest } = options as GetOptions
  const publicKey = {
    ...rest,
    challenge: bytes(challenge),
    allowCredentials: allowCredentials.map(described),
  } as unknown as PublicKeyCredentialRequestOptions
  return answered(navigator.credentials.get({ publicKey }))
}

async function answered(asked: Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = (await asked) as PublicKeyCredential | null
    return credential && plain(credential)
  } catch {
    // Browsers don't say whether somebody called it off, waited too long or has no such key; nor should they.
    return null
  }
}

/** By hand: `toJSON` came to Safari only with 18.4. */
function plain({ id, rawId, type, response }: PublicKeyCredential): unknown {
  const { clientDataJSON } = response
  const common = { id, rawId: text(rawId), type, clientExtensionResults: {} }
  if ('attestationObject' in response) {
    const made = response as AuthenticatorAttestationResponse
    const transports = made.getTransports?.() ?? []
    return {
      ...common,
      response: { clientDataJSON: text(clientDataJSON), attestationObject: text(made.attestationObject), transports },
    }
  }
  const { authenticatorData, signature, userHandle } = response as AuthenticatorAssertionResponse
  return {
    ...common,
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      ...(userHandle ? { userHandle: text(userHandle) } : {}),
    },
  }
}

const described = ({ id, ...rest }: Descriptor) => ({ ...rest, id: bytes(id) })

/** RFC 4648 §5 without padding, both ways. */
function bytes(base64url: string): Uint8Array {
  return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
}

function text(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
