// The vocabulary of the invented brand: people, places, products and pages.

/** Where the invented people live; a city is `[name, state, postal code]`. */
export const COUNTRIES = {
  US: {
    name: 'United States', language: 'en-US', dial: '1',
    cities: [
      ['Seattle', 'US-WA', '98101'], ['San Francisco', 'US-CA', '94103'],
      ['Portland', 'US-OR', '97201'], ['Austin', 'US-TX', '78701'],
      ['Chicago', 'US-IL', '60601'], ['New York', 'US-NY', '10001'],
      ['Los Angeles', 'US-CA', '90012'], ['Denver', 'US-CO', '80202'],
    ],
    first: ['Ava', 'Noah', 'Mia', 'Ethan', 'Grace', 'Caleb', 'Zoe', 'Jordan', 'Renée', 'José'],
    last: ['Carter', 'Nguyen', 'Brooks', 'Ramírez', 'Patel', "O'Neill", 'Foster', 'Kim', 'Muñoz'],
  },
  DE: {
    name: 'Germany', language: 'de-DE', dial: '49',
    cities: [['München', 'DE-BY', '80331'], ['Berlin', 'DE-BE', '10115'],
      ['Köln', 'DE-NW', '50667']],
    first: ['Jürgen', 'Anneliese', 'Lukas', 'Zoë', 'Friederike', 'Björn'],
    last: ['Müller', 'Groß', 'Schäfer', 'Weiß', 'Lehmann', 'Krüger'],
  },
  AT: {
    name: 'Austria', language: 'de-AT', dial: '43',
    cities: [['Wien', 'AT-9', '1010'], ['Graz', 'AT-6', '8010']],
    first: ['Leopold', 'Katharina', 'Jakob'], last: ['Gruber', 'Höller', 'Pichler'],
  },
  FR: {
    name: 'France', language: 'fr-FR', dial: '33',
    cities: [['Paris', 'FR-75', '75011'], ['Lyon', 'FR-69', '69002']],
    first: ['Chloé', 'Éloïse', 'François', 'Maël'], last: ['Lefèvre', 'Dubois', 'Garçon', 'Noël'],
  },
  GB: {
    name: 'United Kingdom', language: 'en-GB', dial: '44',
    cities: [['London', 'GB-LND', 'E1 6AN'], ['Leeds', 'GB-LDS', 'LS1 4AP']],
    first: ['Oliver', 'Isla', 'Siân', 'Alfie'], last: ['Thompson', 'Hughes', 'Evans', 'Clarke'],
  },
  JP: {
    name: 'Japan', language: 'ja-JP', dial: '81',
    cities: [['東京', 'JP-13', '100-0001'], ['大阪', 'JP-27', '530-0001']],
    first: ['陽菜', '蓮', '結衣', '悠斗'], last: ['佐藤', '鈴木', '高橋', '田中'],
  },
  BR: {
    name: 'Brazil', language: 'pt-BR', dial: '55',
    cities: [['São Paulo', 'BR-SP', '01000-000'], ['Brasília', 'BR-DF', '70000-000']],
    first: ['João', 'Conceição', 'Thaís'], last: ['Araújo', 'Gonçalves', 'Peixão'],
  },
  AU: {
    name: 'Australia', language: 'en-AU', dial: '61',
    cities: [['Sydney', 'AU-NSW', '2000'], ['Hobart', 'AU-TAS', '7000']],
    first: ['Matilda', 'Darcy', 'Lachlan'], last: ['Wilson', 'Nguyễn', 'Kelly'],
  },
};

export const COUNTRY_WEIGHTS = [
  ['US', 42], ['DE', 14], ['AT', 4], ['FR', 11], ['GB', 12], ['JP', 6], ['BR', 5], ['AU', 6],
];

export const MAILBOXES = [
  ['example.com', 50], ['mail.example.org', 20], ['student.example.edu', 6],
  ['Example.NET', 8], ['corp.example', 16],
];

/** `[SKU, name, price, category]`. */
export const PRODUCTS = [
  ['SHOE-041', 'Trail Runner 3', 129.9, 'running'], ['SHOE-077', 'Road Racer', 149, 'running'],
  ['TENT-002', 'Summit Tent 2P', 389.5, 'outdoor'], ['PACK-110', 'Daypack 22 L', 89, 'outdoor'],
  ['SKI-300', 'Carve 84 Ski', 649, 'ski'], ['SKI-315', 'Alpine Boots', 379, 'ski'],
  ['BIKE-019', 'Gravel Bike', 1899, 'cycling'], ['BIKE-900', 'Bell', 12.5, 'cycling'],
  ['GIFT-050', 'Gift Card 50', 50, 'gift'], ['COAT-201', 'Down Jacket', 259, 'outdoor'],
  ['SOCK-001', 'Merino Socks', 19.9, 'running'], ['CAM-640', 'Action Camera', 329, 'travel'],
];

/** `[page name, site section]` of the magazine and the shop. */
export const PAGES = [
  ['Home', 'home'], ['Winter Sale', 'shop'], ['Running Shoes', 'shop'], ['Ski Finder', 'shop'],
  ['City Breaks', 'travel'], ['Night Trains of Europe', 'travel'], ['Store Finder', 'service'],
  ['Marathon Training Plan', 'sports'], ['World Cup Preview', 'sports'], ['Returns', 'service'],
  ['Market Morning', 'news'], ['Election Live Blog', 'news'],
];

export const INTERESTS = [
  'running', 'ski', 'snowboard', 'cycling', 'outdoor cooking', 'outdoor climbing', 'photography',
  'city breaks', 'gardening', 'surf',
];
export const DESTINATIONS = ['LIS', 'ZRH', 'KEF', 'HND', 'SFO', 'CPT', 'GVA', 'NAP', 'YVR'];
export const PLANS = ['premium', 'sports', 'kids', 'audio'];
export const BROWSERS = ['Chrome', 'Safari', 'Firefox', 'Edge'];
export const REFERRERS = ['search_engine', 'email', 'social', 'internal', 'typed_bookmarked'];
