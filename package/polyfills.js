// What Node 20 and 22 lack of the language's library, where they lack it: injected into what is built for them.
import 'core-js/actual/array/from-async';
import 'core-js/actual/json';
import 'core-js/actual/map/group-by';
import 'core-js/actual/promise/try';
import 'core-js/actual/promise/with-resolvers';
import 'core-js/actual/regexp/escape';
import 'core-js/actual/set';
