/** Why the sandbox cannot do what it is asked; the codes are those of the console's error catalogue. */
export type SandboxErrorCode =
  | 'E_SANDBOX_PORT_TAKEN'
  | 'E_SANDBOX_HOME_UNWRITABLE'
  | 'E_SANDBOX_START_FAILED'
  | 'E_SANDBOX_VARIANT_MISMATCH'
  | 'E_SANDBOX_DATA_GONE'
  | 'E_SANDBOX_USAGE';

/** An expected failure with an instruction. Neither text holds a secret. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  readonly code: SandboxErrorCode;
  readonly fix: string;

  constructor(code: SandboxErrorCode, message: string, fix: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.fix = fix;
  }

  toJSON(): { readonly code: SandboxErrorCode; readonly message: string; readonly fix: string } {
    const { code, message, fix } = this;
    return { code, message, fix };
  }
}
