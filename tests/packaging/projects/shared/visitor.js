// A visitor, as the profile store knows her.

export default { homeAddress: { countryCode: 'CA' }, loyalty: { points: 1200 } };
