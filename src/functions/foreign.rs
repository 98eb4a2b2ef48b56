//! Functions of Journey Optimizer that PQL for segments does not have, with what does their work.

/// One of them.
#[derive(Clone, Copy, Debug)]
pub struct Foreign {
    /// As Journey Optimizer writes it.
    pub name: &'static str,
    /// What to write instead; empty where PQL has nothing of the kind.
    pub instead: &'static str,
}

/// The function of this name, if it is one of them.
#[must_use]
pub fn foreign(name: &str) -> Option<&'static Foreign> {
    FOREIGN.iter().find(|function| function.name == name)
}

/// All of them, page by page.
pub const FOREIGN: &[Foreign] = &[
    row("addDays", DISTANCE),
    row("addHours", DISTANCE),
    row("addMinutes", DISTANCE),
    row("addMonths", DISTANCE),
    row("addSeconds", DISTANCE),
    row("addYears", DISTANCE),
    row("age", "write something like `birthDate occurs >= 18 years before now`"),
    row("ageInDays", "write something like `birthDate occurs >= 30 days before now`"),
    row("ageInMonths", "write something like `birthDate occurs >= 6 months before now`"),
    row("compareDates", "write something like `start occurs before end`"),
    row("convertZonedDateTime", UTC),
    row("currentTimeInMillis", "write something like `now`"),
    row("dateBetween", "write something like `joined occurs between date(2026, 1, 1) and today`"),
    row("dateDiff", DISTANCE),
    row("dayOfMonth", "write something like `joined.getDayOfMonth()`"),
    row("dayOfWeek", ""),
    row("dayOfYear", ""),
    row("diffInHours", DISTANCE),
    row("diffInMinutes", DISTANCE),
    row("diffInMonths", DISTANCE),
    row("diffInSeconds", DISTANCE),
    row("diffInYears", DISTANCE),
    row("extractHours", ""),
    row("extractMinutes", ""),
    row("extractMonth", "write something like `joined.getMonth()`"),
    row("extractSeconds", ""),
    row("formatDate", PARTS),
    row("getCurrentZonedDateTime", "write something like `now`"),
    row("setDays", ""),
    row("setHours", ""),
    row("stringToDate", TIME_TEXT),
    row("toDateTime", TIME_TEXT),
    row("toDateTimeOnly", TIME_TEXT),
    row("toUTC", UTC),
    row("truncateToStartOfDay", "write something like `joined occurs today`"),
    row("truncateToStartOfQuarter", ""),
    row("truncateToStartOfWeek", "write something like `joined occurs this week`"),
    row("truncateToStartOfYear", "write something like `joined occurs this year`"),
    row("weekOfYear", "write something like `joined occurs this week`"),
    row("camelCase", ""),
    row("charCodeAt", ""),
    row("concat", "compare each part by itself"),
    row("decode64", ""),
    row("encode64", ""),
    row("equalsIgnoreCase", "write something like `city.equals(\"Graz\", false)`"),
    row("equalsAnyIgnoreCase", "write something like `city.equals(\"Graz\", \"Wien\", false)`"),
    row("extractEmailDomain", "write something like `email.regexGroup(\"@(.+)$\", 1)`"),
    row("formatCurrency", ""),
    row("getUrlHost", "write something like `url.regexGroup(\"//([^/:]+)\", 1)`"),
    row("getUrlPath", "write something like `url.regexGroup(\"//[^/]+([^?#]*)\", 1)`"),
    row("getUrlProtocol", "write something like `url.regexGroup(\"^([a-z]+):\", 1)`"),
    row("getUrlFragment", "write something like `url.regexGroup(\"#(.*)$\", 1)`"),
    row("appendQueryParams", ""),
    row("indexOf", "write something like `city.contains(\"burg\")`"),
    row("isEmpty", "write something like `city = \"\"`"),
    row("isNotEmpty", "write something like `city != \"\"`"),
    row("join", ""),
    row("lastIndexOf", "write something like `city.contains(\"burg\")`"),
    row("leftTrim", BLANKS),
    row("rightTrim", BLANKS),
    row("trim", BLANKS),
    row("length", "write something like `code.matches(\"^.{5}$\")` for a text of five characters"),
    row("lowerCase", CASE),
    row("upperCase", CASE),
    row("titleCase", CASE),
    row("mask", ""),
    row("md5", ""),
    row("sha256", ""),
    row("notEqualWithIgnoreCase", "write something like `city.notEqualTo(\"Graz\", false)`"),
    row("replace", ""),
    row("replaceAll", ""),
    row(
        "split",
        "write something like `tags.contains(\"gold\")`, or `tags.regexGroup(\"^([^,]*),\", 1)` for a part",
    ),
    row("string_to_integer", NUMBER),
    row("stringToNumber", NUMBER),
    row(
        "substr",
        "write something like `code.startsWith(\"AT\")`, or `code.regexGroup(\"^(..)\", 1)` for a part",
    ),
    row("toBool", "write something like `flag = \"true\"`"),
    row("urlEncode", ""),
    row("urlDecode", ""),
    row("absolute", "write something like `if(x < 0, -x, x)`"),
    row("formatNumber", ""),
    row("random", ""),
    row("roundDown", "write something like `x - x % 1`, of what is not negative"),
    row("roundUp", ""),
    row("toHexString", ""),
    row("toInt", NUMBER),
    row("toPercentage", "write something like `100 * x`"),
    row("toPrecision", ""),
    row("toString", "compare with a text on the left: `\"5\" = x`"),
    row("ampCompare", ""),
    row("ampSubstr", ""),
    row("compareTo", "write something like `x = y` or `x < y`"),
];

const DISTANCE: &str = "compare with a distance: `start occurs <= 3 days before end`";
const UTC: &str = "all times are in UTC already";
const PARTS: &str =
    "write something like `joined.getYear()`, `joined.getMonth()` or `joined.getDayOfMonth()`";
const TIME_TEXT: &str =
    "a text such as \"2026-01-31T10:00:00Z\" is a time wherever one is asked for";
const BLANKS: &str = "write something like `city.matches(\"^ *Graz *$\")` to pass over blanks";
const CASE: &str = "write something like `city.equals(\"Graz\", false)` to ignore case";
const NUMBER: &str = "put the number on the left: `5 = amount` reads a text as a number";

const fn row(name: &'static str, instead: &'static str) -> Foreign {
    Foreign { name, instead }
}
