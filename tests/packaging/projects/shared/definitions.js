// The audiences, as the Segmentation API returns them.

const definition = (id, value) => ({
  id,
  expression: { type: 'PQL', format: 'pql/text', value },
  evaluationInfo: { synchronous: { enabled: true } },
});

export default [
  definition('gold', 'loyalty.points >= 1000'),
  definition('gold-canada', 'inSegment("gold") and homeAddress.countryCode = "CA"'),
  definition('newcomers', 'loyalty.points < 10'),
];
