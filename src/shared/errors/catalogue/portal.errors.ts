import { errorEntries } from '../error-entry.ts';

export const portalErrors = errorEntries({
  E_PORTAL_UNREACHABLE: {
    meaning: "The tenants' portal does not answer, or the connection to it ended midway.",
    fix: 'Check the portal address of the connection and the network, then try again. What a request did that was under way is not known.',
    who: 'DevOps team, within 2 hours',
    exitCode: 7,
    retryable: true,
  },
  E_PORTAL_TIMEOUT: {
    meaning: "The tenants' portal took too long to answer.",
    fix: 'Try again when the portal is faster. What the request did is not known.',
    who: 'DevOps team, within 2 hours',
    exitCode: 7,
    retryable: true,
  },
  E_PORTAL_TLS: {
    meaning: "The connection to the tenants' portal is not safely encrypted, so nothing was sent.",
    fix: 'Use the https address of the portal, and have its certificate put right or its authority added to the connection.',
    who: 'Security team, within 4 hours',
    exitCode: 7,
    retryable: false,
  },
  E_PORTAL_BAD_ANSWER: {
    meaning: 'The portal answered in a way its profile does not describe.',
    fix: 'Check that the address is that of the portal and that the portal profile fits its version.',
    who: 'DevOps team, within 4 hours',
    exitCode: 7,
    retryable: true,
  },
  E_PORTAL_PASSWORD_REFUSED: {
    meaning: 'The portal refused to change the password.',
    fix: 'Check the password rules of the portal; the old password still holds.',
    who: 'DevOps team, within 4 hours',
    exitCode: 1,
    retryable: false,
  },
});
