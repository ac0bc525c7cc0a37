//! Whom money goes to. None of them is a business that there is; the towns are real.

use crate::ExpenseCategory::{
    self, Clothing, DiningOut, Entertainment, Groceries, Health, Home, Personal, Transportation,
    Travel, Utilities,
};

/// Towns that are near each other, and their state.
pub(super) type Region = ([&'static str; 3], &'static str);

/// Where one can pay, for what, and how much: from and to, in cents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shop {
    pub(super) name: &'static str,
    pub(super) category: ExpenseCategory,
    pub(super) cents: (i64, i64),
}

const fn shop(name: &'static str, category: ExpenseCategory, from: i64, to: i64) -> Shop {
    let cents = (from, to);
    Shop {
        name,
        category,
        cents,
    }
}

pub(super) const REGIONS: [Region; 8] = [
    (["Seattle", "Bellevue", "Tacoma"], "WA"),
    (["Cedar Falls", "Waterloo", "Waverly"], "IA"),
    (["Springfield", "Nixa", "Ozark"], "MO"),
    (["Austin", "Round Rock", "Pflugerville"], "TX"),
    (["Columbus", "Dublin", "Westerville"], "OH"),
    (["Asheville", "Weaverville", "Arden"], "NC"),
    (["Portland", "Beaverton", "Gresham"], "OR"),
    (["Madison", "Verona", "Middleton"], "WI"),
];

pub(super) const GROCERS: [Shop; 4] = [
    shop("Corner Grocery", Groceries, 640, 4890),
    shop("Green Basket Market", Groceries, 2210, 11_840),
    shop("Harvest Lane Foods", Groceries, 3105, 15_260),
    shop("Two Rivers Bakery", Groceries, 425, 1875),
];

pub(super) const RESTAURANTS: [Shop; 6] = [
    shop("Blue Kettle Coffee", DiningOut, 385, 1290),
    shop("Golden Ladle", DiningOut, 1140, 4875),
    shop("Little Lantern Noodles", DiningOut, 1090, 3650),
    shop("Old Mill Pizza", DiningOut, 1425, 4710),
    shop("Paper Plate Tacos", DiningOut, 795, 2460),
    shop("The Copper Spoon", DiningOut, 3280, 9640),
];

pub(super) const FUEL: [Shop; 2] = [
    shop("Junction Fuel", Transportation, 2380, 6140),
    shop("Prairie Gas and Go", Transportation, 1915, 5790),
];

pub(super) const ONLINE: [Shop; 5] = [
    shop("Attic and Eaves", Home, 1299, 11_999),
    shop("Button and Thread", Clothing, 1850, 9900),
    shop("Pagewright Books", Personal, 799, 4298),
    shop("Parcel Pigeon", Personal, 899, 7995),
    shop("Thistle Outfitters", Clothing, 2400, 13_900),
];

pub(super) const PHARMACIES: [Shop; 2] = [
    shop("Cornerstone Pharmacy", Health, 499, 6380),
    shop("Wellspring Drugs", Health, 750, 4815),
];

pub(super) const OUTINGS: [Shop; 8] = [
    shop("Lantern Cinema", Entertainment, 1200, 4450),
    shop("Rolling Pin Lanes", Entertainment, 1675, 5230),
    shop("Scissors and Comb", Personal, 2200, 6800),
    shop("Hammer and Nail Supply", Home, 860, 14_320),
    shop("River City Transit", Transportation, 275, 4000),
    shop("Third Street Parking", Transportation, 300, 2200),
    shop("Family Dental Care", Health, 2500, 18_500),
    shop("Second Row Shoes", Clothing, 2999, 12_499),
];

pub(super) const TRAVEL: [Shop; 3] = [
    shop("Meadowlark Inn", Travel, 9850, 31_240),
    shop("Northern Loon Airways", Travel, 14_860, 52_360),
    shop("Wayfarer Car Rental", Travel, 6420, 28_790),
];

/// Bills that come once a month, on that day.
pub(super) const BILLS: [(u8, Shop); 8] = [
    (
        3,
        shop("Hilltop Mutual Insurance", Transportation, 7840, 14_210),
    ),
    (6, shop("Valley Water District", Utilities, 2865, 7440)),
    (
        9,
        shop("Evergreen Power and Light", Utilities, 5210, 16_480),
    ),
    (12, shop("Signal Tower Wireless", Utilities, 4500, 9850)),
    (15, shop("Fernfield Broadband", Utilities, 4999, 7999)),
    (18, shop("Reelhouse Streaming", Entertainment, 899, 1599)),
    (21, shop("Hummingbird Music", Entertainment, 599, 1199)),
    (24, shop("Iron Oak Gym", Personal, 1999, 4999)),
];

pub(super) const EMPLOYERS: [&str; 5] = [
    "Acme Widget Works",
    "Bright Harbor Clinic",
    "Lakeshore School District",
    "Pinecone Software",
    "Stonebridge Logistics",
];

pub(super) const LANDLORDS: [&str; 3] = [
    "Maple Court Apartments",
    "Oak Terrace Rentals",
    "Willow Park Homes",
];
