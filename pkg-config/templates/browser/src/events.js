// The events of the shop as XDM, the shape in which the definitions look for them.

const web = (siteSection) => ({ webPageDetails: { siteSection } });
const item = ({ sku, name, price }) => ({ SKU: sku, name, priceTotal: price });

/** Somebody opened the page. */
export const pageView = () => ({
  xdm: { eventType: 'web.webpagedetails.pageViews', web: web('home') },
});

/** Somebody looked at a product. */
export const productView = (product) => ({
  xdm: {
    eventType: 'commerce.productViews',
    web: web(product.section),
    productListItems: [item(product)],
  },
});

/** Somebody put a product into the cart. */
export const addToCart = (product) => ({
  xdm: {
    eventType: 'commerce.productListAdds',
    web: web(product.section),
    productListItems: [item(product)],
  },
});

/** Somebody ordered what is in the cart. */
export const purchase = (cart) => ({
  xdm: {
    eventType: 'commerce.purchases',
    productListItems: cart,
    commerce: { order: { priceTotal: total(cart) } },
  },
});

/** Somebody signed in, with what the shop knows of them; or out, with nothing. */
export const login = () => ({
  xdm: { eventType: 'userAccount.login' },
  profile: { person: { name: 'Robin' }, loyalty: { tier: 'gold' } },
});
export const logout = () => ({ xdm: { eventType: 'userAccount.logout' } });

export const total = (cart) => cart.reduce((sum, { priceTotal }) => sum + priceTotal, 0);
