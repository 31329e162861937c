package fake

import "strings"

// The words that texts are made of.
var (
	adjectives = strings.Fields("amber bold brisk bright calm clear clever cosy crisp daring eager early fresh gentle golden grand " +
		"green happy hidden honest humble keen kind light lively lucky mellow mighty modern noble northern patient plain polished " +
		"proud quick quiet rapid royal rustic shiny silent silver simple smooth solid steady still sunny swift tidy urban vivid warm wise young")
	nouns = strings.Fields("anchor arrow atlas beacon bridge brook canvas canyon castle cedar circle cloud compass copper coral delta ember " +
		"engine falcon field forest garden glacier harbor harvest hill island jungle lantern ledger lemon maple marble meadow meteor " +
		"mirror mountain nest ocean orchard palace panel paper pearl pebble pine planet prairie rain river rocket saddle sail shadow " +
		"signal spring station stone stream summit temple thunder tower trail tunnel valley village violet wave window winter")
	firstNames = strings.Fields("Ada Alan Alice Amir Anna Ben Carla Carlos Chloe Clara Daniel David Elena Emma Erik Eva Felix Fiona Grace " +
		"Hannah Hugo Ida Ines Ivan Jack James Jonas Julia Karim Kate Laura Leo Liam Lina Lucas Lucy Marco Maria Marta Max Maya Mia Nina " +
		"Noah Nora Oliver Olivia Omar Paul Priya Rosa Ruth Sam Sara Sofia Theo Tom Vera Yuki Zoe")
	lastNames = strings.Fields("Adams Bauer Becker Bennett Brooks Carter Chen Clark Cooper Costa Diaz Evans Fischer Foster Garcia Gomez Gray " +
		"Green Hall Hansen Harris Hayes Hughes Ivanov Jensen Keller Khan Kim Klein Larsen Lee Lopez Martin Meyer Miller Moore Morgan " +
		"Nguyen Novak Olsen Park Patel Perez Price Reed Rossi Sato Schmidt Silva Singh Smith Stone Tanaka Taylor Turner Walker Ward Weber Wilson Wood Young")
	pets     = strings.Fields("Bella Buddy Charlie Coco Daisy Felix Ginger Luna Max Milo Molly Oscar Pepper Rocky Ruby Simba Toby Willow")
	colors   = strings.Fields("blue green red yellow orange purple black white gray brown teal pink")
	genres   = strings.Fields("rock jazz pop classical drama comedy folk")
	sites    = strings.Fields("Central North South Harbor Plaza Hall")
	products = strings.Fields("Backpack Bottle Camera Chair Clock Desk Headphones Jacket Keyboard Lamp Mug Notebook Pen Scarf Shoes Speaker Table Tent Watch Wallet")
	jobs     = []string{"Software Engineer", "Product Designer", "Accountant", "Data Analyst", "Account Executive", "Operations Lead", "Researcher", "Teacher"}
	industry = strings.Fields("Labs Works Partners Foods Studio Logistics Systems Media Energy Textiles Robotics Travel")
	subjects = strings.Fields("books electronics clothing garden sports music travel food health toys furniture office")
	statuses = strings.Fields("active pending completed inactive")
	verbs    = strings.Fields("supports follows shows covers keeps joins holds crosses reaches meets")
	streets  = strings.Fields("Main Oak Park Maple Cedar Lake Hill River Church Station Garden Mill")
	// people are words for what has the name of a person.
	people = strings.Fields("user customer person people author owner contact employee member patient student teacher player driver guest " +
		"recipient sender buyer seller creator assignee cardholder profile lead client passenger actor artist account subscriber applicant " +
		"holder payer payee tenant resident candidate attendee participant admin administrator agent operator reviewer follower friend " +
		"sponsor donor visitor speaker instructor doctor signer invitee requester reporter individual child parent spouse consumer " +
		"shopper rider courier identity registration signup collaborator reader subscriber manager colleague worker staff")
	// qualities are words before "name" that do not say whose it is.
	qualities = strings.Fields("display short long preferred public original internal external official common old new current previous default " +
		"native localized local alternate alternative global formal known full real")
	// shapes are words for objects that do not say what they are.
	shapes = strings.Fields("type kind object schema response request result data item list entry value info detail dto payload body base content element node record")
	// personal are the names of properties that people have.
	personal = strings.Fields("email emailaddress firstname lastname givenname familyname birthday birthdate dateofbirth gender")
	// quantities are words of numbers that are no times: amountDue.
	quantities = strings.Fields("amount balance total price cost fee tax quantity count number page index percent payment money")
	// trades are words for what has a total of money.
	trades    = strings.Fields("order invoice payment cart basket bill quote receipt purchase sale transaction checkout note credit refund estimate booking reservation subscription charge")
	languages = []string{"en", "de", "fr", "es", "it", "nl"}
)

// place is an address that exists nowhere in a city that does.
type place struct {
	city, state, stateCode, postal, country, code, code3, currency, zone, locale string
	latitude, longitude                                                          string
}

var places = []place{
	{"Portland", "Oregon", "OR", "97205", "United States", "US", "USA", "USD", "America/Los_Angeles", "en-US", "45.5231", "-122.6765"},
	{"Austin", "Texas", "TX", "78701", "United States", "US", "USA", "USD", "America/Chicago", "en-US", "30.2672", "-97.7431"},
	{"Boston", "Massachusetts", "MA", "02108", "United States", "US", "USA", "USD", "America/New_York", "en-US", "42.3601", "-71.0589"},
	{"Denver", "Colorado", "CO", "80202", "United States", "US", "USA", "USD", "America/Denver", "en-US", "39.7392", "-104.9903"},
	{"Toronto", "Ontario", "ON", "M5H 2N2", "Canada", "CA", "CAN", "CAD", "America/Toronto", "en-CA", "43.6532", "-79.3832"},
	{"London", "England", "ENG", "EC1A 1BB", "United Kingdom", "GB", "GBR", "GBP", "Europe/London", "en-GB", "51.5072", "-0.1276"},
	{"Berlin", "Berlin", "BE", "10115", "Germany", "DE", "DEU", "EUR", "Europe/Berlin", "de-DE", "52.5200", "13.4050"},
	{"Paris", "Île-de-France", "IDF", "75001", "France", "FR", "FRA", "EUR", "Europe/Paris", "fr-FR", "48.8566", "2.3522"},
	{"Madrid", "Madrid", "MD", "28001", "Spain", "ES", "ESP", "EUR", "Europe/Madrid", "es-ES", "40.4168", "-3.7038"},
	{"Sydney", "New South Wales", "NSW", "2000", "Australia", "AU", "AUS", "AUD", "Australia/Sydney", "en-AU", "-33.8688", "151.2093"},
}

// place is where the owner of a property is.
func (at *spot) place() place { return pick(at.owner.Sub("place").Cell(0), places) }

// person is who the owner of a property is.
func (at *spot) person() (first, last string) {
	s := at.owner.Sub("person").Cell(0)
	return pick(s, firstNames), pick(s, lastNames)
}

// emails are the addresses of the person beside them.
func emails(at spot, s *Stream) []string {
	first, last := at.person()
	first, last = strings.ToLower(first), strings.ToLower(last)
	domain := pick(s, emailDomains[:2])
	list := []string{first + "." + last + domain, first[:1] + last + domain, first + domain, first[:1] + last[:1] + domain, first[:1] + "@a.org", "a@b"}
	for _, domain := range emailDomains {
		list = append(list, first+"."+last+domain)
	}
	return list
}

var emailDomains = []string{"@example.com", "@example.org", "@example.net"}

// company is a name that nobody bears.
func company(s *Stream) string {
	return pick(s, titledAdjectives) + " " + pick(s, titledNouns) + " " + pick(s, industry)
}

// sentence is a short text.
func sentence(s *Stream) string {
	return "The " + pick(s, adjectives) + " " + pick(s, nouns) + " " + pick(s, verbs) + " the " + pick(s, adjectives) + " " + pick(s, nouns) + "."
}

// phrase is two words.
func phrase(s *Stream) string { return pick(s, titledAdjectives) + " " + pick(s, titledNouns) }
