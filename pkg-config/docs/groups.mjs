// The parts of the API reference and what stands in them; a test finds what stands in none.

/** Each: a title, a sentence, and the names in their order. */
export const GROUPS = [
  {
    title: 'Compiling and checking',
    about: 'From a text or a tree to something that can be evaluated, and what there is to say about it.',
    names: ['compile', 'check', 'format', 'convert', 'Source', 'Expression', 'CompileOptions',
      'CheckOptions', 'Limits', 'Report', 'loadSchema', 'Schema'],
  },
  {
    title: 'One query',
    about: 'A compiled expression and what an evaluation takes.',
    names: ['Query', 'Profile', 'Context'],
  },
  {
    title: 'Audiences',
    about: 'Many definitions against one profile in one call.',
    names: ['AudienceSet', 'Definitions', 'SegmentDefinition', 'AudienceSetOptions', 'Lookback'],
  },
  {
    title: 'Memberships',
    about: 'What became of a profile, and what is stored of it.',
    names: ['Qualification', 'SegmentMembership', 'Membership', 'MembershipOptions'],
  },
  {
    title: 'Consent',
    about: 'Whom their choices keep out of audiences.',
    names: ['ConsentOptions', 'ConsentPurpose', 'consentPredicate'],
  },
  {
    title: 'Answers for pages',
    about: 'The shapes in which the Edge Network tells a page about audiences.',
    names: ['Destination', 'Activation', 'edgeResponse', 'EdgeHandle', 'EdgeResponse'],
  },
  {
    title: 'Explanations',
    about: 'Why a query answers as it does.',
    names: ['Explanation', 'ExplanationNode', 'ExplainedItems', 'AudienceExplanation',
      'AudienceVerdict'],
  },
  {
    title: 'Where the platform would evaluate it',
    about: 'It is advice: whatever compiles is evaluated here.',
    names: ['Eligibility', 'EligibilityReason', 'EligibilityOptions', 'Rules'],
  },
  {
    title: 'Errors',
    about: 'What is thrown, and what is found without being thrown.',
    names: ['PqlError', 'Diagnostic'],
  },
  {
    title: 'Loading the module oneself',
    about: 'Of `pql-edge/slim` and `pql-edge/runtime/slim`, beside the names of the entry without `slim`.',
    names: ['initSync', 'init', 'ModuleSource', 'CompiledModule'],
  },
];
