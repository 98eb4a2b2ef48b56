// What the shop sells, and what it shows to whom. Audiences are named by the ids of definitions.json.

export const PRODUCTS = [
  { sku: 'ROPE-95', name: 'Kestrel rope 9.5 mm', section: 'climbing', price: 149, note: '60 m, dry treated' },
  { sku: 'BOOT-MD', name: 'Marten boots', section: 'hiking', price: 179, note: 'Mid cut, resoleable' },
  { sku: 'TENT-2', name: 'Lumen tent', section: 'camping', price: 329, note: 'Two people, 1.6 kg' },
  { sku: 'HARN-1', name: 'Talon harness', section: 'climbing', price: 69, note: 'Adjustable leg loops' },
  { sku: 'PACK-28', name: 'Drift pack', section: 'hiking', price: 119, note: '28 litres, ventilated back' },
  { sku: 'STOVE-1', name: 'Ember stove', section: 'camping', price: 59, note: 'Boils a litre in 3 minutes' },
];

/** The first one whose audience the visitor is in; the last one is for everybody. */
export const HEROES = [
  {
    audience: 'members-with-cart',
    scene: 'hiking',
    title: 'Your cart ships free today',
    text: 'As a member you pay no shipping. Everything you chose is still reserved for you.',
  },
  {
    audience: 'open-cart',
    scene: 'camping',
    title: 'Still thinking it over?',
    text: 'We keep your cart until tomorrow. Returns are free for 60 days.',
  },
  {
    audience: 'climbers',
    scene: 'climbing',
    title: 'New ropes for the long routes',
    text: 'Dry treated, light, and tested where it drips. Chosen for people who climb.',
  },
  {
    audience: 'campers',
    scene: 'camping',
    title: 'Sleep where the stars are',
    text: 'Tents and stoves that weigh little and stand when it blows.',
  },
  {
    audience: 'hikers',
    scene: 'hiking',
    title: 'Further, with dry feet',
    text: 'Boots you can have resoled, and packs that breathe.',
  },
  {
    audience: 'customers',
    scene: 'hiking',
    title: 'Good to see you again',
    text: 'Something for the gear you have: wax, repair kits, and a free check of your boots.',
  },
  {
    audience: null,
    scene: 'plain',
    title: 'Out there, prepared',
    text: 'Gear for climbing, hiking and camping, repaired for as long as you use it.',
  },
];

/** All whose audience the visitor is in, in this order, up to three; `null` is for everybody. */
export const OFFERS = [
  { audience: 'big-spenders', title: 'Guided weekend, on us', text: 'For orders of 300 or more within a year.' },
  { audience: 'members', title: 'Member price: 10 % off packs', text: 'Because you are signed in as a member.' },
  { audience: 'open-cart', title: 'Order today, at home on Friday', text: 'For what is in your cart.' },
  { audience: 'climbers', title: 'Free rope inspection', text: 'Bring it in, whatever brand it is.' },
  { audience: 'hikers', title: 'Socks with every pair of boots', text: 'Merino, in your size.' },
  { audience: 'campers', title: 'Gas cartridge with every stove', text: 'The 230 g one.' },
  { audience: null, title: 'Repairs for life', text: 'Zips, soles and poles, at cost.' },
  { audience: null, title: 'Free shipping from 80', text: 'Within the country.' },
  { audience: null, title: 'Returns for 60 days', text: 'Used is fine, dirty is not.' },
];

/** As many offers as there is room for. */
export const offersFor = (isIn) =>
  OFFERS.filter(({ audience }) => audience === null || isIn(audience)).slice(0, 3);

export const heroFor = (isIn) =>
  HEROES.find(({ audience }) => audience === null || isIn(audience));
