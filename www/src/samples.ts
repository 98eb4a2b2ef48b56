// The sample definitions and profiles that come with the page.

export interface Definition {
  id: string;
  name: string;
  description?: string;
  expression: { value: string | object };
  evaluationInfo: Record<'batch' | 'continuous' | 'synchronous', { enabled: boolean }>;
}

export interface Person {
  id: string;
  label: string;
  text: string;
}

/** A kind of definitions. */
export interface Group {
  label: string;
  ids: string[];
}

export interface Samples {
  now: string;
  definitions: Definition[];
  groups: Group[];
  people: Person[];
}

interface Manifest {
  now: string;
  definitions: { file: string; groups: Group[] };
  profiles: { file: string };
}

export async function loadSamples(): Promise<Samples> {
  const manifest: Manifest = JSON.parse(await load('manifest.json'));
  const [definitions, profiles] = await Promise.all([
    load(manifest.definitions.file),
    load(manifest.profiles.file),
  ]);
  return {
    now: manifest.now,
    definitions: JSON.parse(definitions).segments,
    groups: manifest.definitions.groups,
    people: profiles.trimEnd().split('\n').map(person),
  };
}

/** The rule as the editor shows it. */
export function ruleText({ expression: { value } }: Definition): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

async function load(name: string): Promise<string> {
  const response = await fetch(`./samples/${name}`);
  if (!response.ok) throw new Error(`samples/${name}: status ${response.status}`);
  return response.text();
}

interface Known {
  _id?: string;
  person?: { name?: { firstName?: string; lastName?: string } };
}

function person(line: string, index: number): Person {
  const profile: Known = JSON.parse(line);
  const { firstName = '', lastName = '' } = profile.person?.name ?? {};
  const id = profile._id ?? `profile ${index + 1}`;
  const name = `${firstName} ${lastName}`.trim();
  return { id, label: name ? `${id} · ${name}` : id, text: JSON.stringify(profile, null, 2) };
}
