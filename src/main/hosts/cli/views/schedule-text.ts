/**
 * A daily command, for the scheduler of each system. `name` is that of its files, of letters, digits, `-`, `_` and `.`;
 * `purpose` says on one line what it is for; `command` is the program and its arguments.
 */
export type Schedule = {
  readonly name: string;
  readonly purpose: string;
  readonly command: readonly string[];
  /** `06:30` */
  readonly at: string;
};

const quoted = (words: readonly string[]): string => words.map((word) => JSON.stringify(word)).join(' ');

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** In a unit `%` starts a specifier and `$` a variable (systemd.service(5)); doubled they stand for themselves. */
const literal = (text: string): string => text.replaceAll(/[%$]/g, '$&$&');

/** systemd user units: `~/.config/systemd/user/`, then `systemctl --user enable --now tenant-console-NAME.timer`. */
const systemd = ({ name, purpose, command, at }: Schedule): string => `# tenant-console-${name}.service
[Unit]
Description=Tenant Console: ${purpose}

[Service]
Type=oneshot
ExecStart=${literal(quoted(command))}

# tenant-console-${name}.timer
[Unit]
Description=Tenant Console: ${purpose} every day

[Timer]
OnCalendar=*-*-* ${at}:00
Persistent=true

[Install]
WantedBy=timers.target
`;

/** A launchd agent: `~/Library/LaunchAgents/tenant-console.NAME.plist`. */
function launchd({ name, command, at }: Schedule): string {
  const [hour, minute] = at.split(':').map(Number);
  const words = command.map((word) => `    <string>${xml(word)}</string>`).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>tenant-console.${name}</string>
  <key>ProgramArguments</key>
  <array>
${words}
  </array>
  <key>StartCalendarInterval</key>
  <dict>
    <key>Hour</key>
    <integer>${hour ?? 0}</integer>
    <key>Minute</key>
    <integer>${minute ?? 0}</integer>
  </dict>
</dict>
</plist>
`;
}

/** A task for Windows: \`schtasks /Create /TN "Tenant Console NAME" /XML FILE\`. */
function taskScheduler({ purpose, command: [program = '', ...args], at }: Schedule): string {
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>Tenant Console: ${xml(purpose)} every day</Description></RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T${at}:00</StartBoundary>
      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings><StartWhenAvailable>true</StartWhenAvailable></Settings>
  <Actions>
    <Exec>
      <Command>${xml(program)}</Command>
      <Arguments>${xml(quoted(args))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

export const schedulers = { systemd, launchd, 'task-scheduler': taskScheduler } as const;
export type Scheduler = keyof typeof schedulers;
