//! Names of XDM as the platform stores them and PQL writes them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Where names of Adobe's own begin.
const NAMESPACE: &str = "https://ns.adobe.com/";

/// The path that a property of a schema has in a profile: `xdm:city` is `city`, `@id` is `_id`,
/// `schema:latitude` is `_schema.latitude`, an address is the path of its parts.
pub(super) fn path(property: &str) -> Vec<String> {
    if let Some(address) = property.strip_prefix(NAMESPACE) {
        let address = address.strip_prefix("xdm/").unwrap_or(address);
        return prefixed(address.split('/'));
    }
    if let Some(word) = property.strip_prefix('@') {
        return prefixed([word].into_iter());
    }
    match property.split_once(':') {
        Some(("xdm", name)) if !name.is_empty() => path(name),
        Some((prefix, name)) if is_word(prefix) && is_word(name) => {
            prefixed([prefix, name].into_iter())
        }
        _ => Vec::from([property.into()]),
    }
}

/// The first name of a foreign namespace has an underscore.
fn prefixed<'p>(parts: impl Iterator<Item = &'p str>) -> Vec<String> {
    let named = |(at, part): (usize, &str)| match at {
        0 => format!("_{part}"),
        _ => part.into(),
    };
    parts.enumerate().map(named).collect()
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_alphanumeric() || it == '_' || it == '-')
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn follow_the_platform() {
        assert_eq!(path("city"), ["city"]);
        assert_eq!(path("xdm:city"), ["city"]);
        assert_eq!(path("xdm:@id"), ["_id"]);
        assert_eq!(path("@id"), ["_id"]);
        assert_eq!(path("repo:createDate"), ["_repo", "createDate"]);
        assert_eq!(path("https://ns.adobe.com/xdm/channels/email"), ["_channels", "email"]);
        assert_eq!(
            path("https://ns.adobe.com/experience/analytics/endUser"),
            ["_experience", "analytics", "endUser"]
        );
        assert_eq!(path("https://other.example/x"), ["https://other.example/x"]);
        assert_eq!(path(":"), [":"]);
        assert_eq!(path(""), [""]);
    }
}
