-- Practice data: two customers, two warehouses, goods with stock, a WooCommerce store each at the practice store, logins.
-- `gwms-admin practice` runs this once in an empty database, then sets the password of every user here, puts the practice
-- store's address in front of store addresses that begin with '/', and seals the practice stores' credentials:
-- consumerKey ck_practice_<path>, consumerSecret cs_practice_<path>. Some products are left unmapped on purpose.

INSERT INTO customer (id, code, name) VALUES (1, 'harbor', 'Harbor Trading'), (2, 'meadow', 'Meadow Home');

INSERT INTO user (id, customer_id, email, name, all_warehouses) VALUES
  (1, 1, 'operator@practice.test', 'Olivia Operator', 0),
  (2, 1, 'admin@practice.test', 'Adam Admin', 0),
  (3, NULL, 'warehouse@practice.test', 'Wanda Warehouse', 0),
  (4, NULL, 'root@practice.test', 'Root', 1),
  (5, 2, 'operator@other.test', 'Otto Other', 0);

INSERT INTO user_role (user_id, role_id) VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 1);

INSERT INTO warehouse (id, code, name, country) VALUES (1, 'LAX1', 'Los Angeles 1', 'US'), (2, 'HAM1', 'Hamburg 1', 'DE');

INSERT INTO user_warehouse (user_id, warehouse_id) VALUES (3, 1), (3, 2);

INSERT INTO shipping_channel (id, warehouse_id, code, name, carrier, service_type, self_pickup, rate_base, rate_per_kg, rate_currency) VALUES
  (1, 1, 'USPS-GA', 'USPS Ground Advantage', 'USPS', 'Ground Advantage', 0, 4.5000, 1.2000, 'USD'),
  (2, 1, 'UPS-GROUND', 'UPS Ground', 'UPS', 'Ground', 0, 7.9000, 0.9000, 'USD'),
  (3, 1, 'FEDEX-2D', 'FedEx 2Day', 'FedEx', '2Day', 0, 14.0000, 2.1000, 'USD'),
  (4, 1, 'PICKUP', 'Self-pickup, Los Angeles', 'Self-pickup', 'Label of the customer', 1, 1.0000, 0.0000, 'USD'),
  (5, 2, 'DHL-PAKET', 'DHL Paket', 'DHL', 'Paket', 0, 3.9000, 0.5000, 'EUR'),
  (6, 2, 'DPD-CLASSIC', 'DPD Classic', 'DPD', 'Classic', 0, 3.6000, 0.5500, 'EUR'),
  (7, 2, 'PICKUP', 'Self-pickup, Hamburg', 'Self-pickup', 'Label of the customer', 1, 1.0000, 0.0000, 'EUR');

-- Meadow Home has no business in Los Angeles: dispatching there is refused and says why.
INSERT INTO business (customer_id, warehouse_id, service) VALUES
  (1, 1, 'dropshipping'), (1, 2, 'dropshipping'), (1, 1, 'b2b'), (2, 2, 'dropshipping');

INSERT INTO sku (id, customer_id, code, name, barcode, weight_grams, status) VALUES
  (1, 1, 'WH-HB-001', 'Ceramic Mug 330 ml', '4000000000001', 187, 'enabled'),
  (2, 1, 'WH-HB-002', 'Linen Tea Towel', '4000000000002', 224, 'enabled'),
  (3, 1, 'WH-HB-003', 'Oak Cutting Board', '4000000000003', 261, 'enabled'),
  (4, 1, 'WH-HB-004', 'Cast Iron Skillet 26 cm', '4000000000004', 298, 'enabled'),
  (5, 1, 'WH-HB-005', 'Stainless Ladle', '4000000000005', 335, 'enabled'),
  (6, 1, 'WH-HB-006', 'Olive Wood Spoon', '4000000000006', 372, 'enabled'),
  (7, 1, 'WH-HB-007', 'Glass Storage Jar 1 l', '4000000000007', 409, 'enabled'),
  (8, 1, 'WH-HB-008', 'Bamboo Tray', '4000000000008', 446, 'enabled'),
  (9, 1, 'WH-HB-009', 'Wool Throw 130 x 180', '4000000000009', 483, 'enabled'),
  (10, 1, 'WH-HB-010', 'Cotton Apron', '4000000000010', 520, 'enabled'),
  (11, 1, 'WH-HB-011', 'Enamel Kettle 1.5 l', '4000000000011', 557, 'enabled'),
  (12, 1, 'WH-HB-012', 'Soap Dish, slate', '4000000000012', 594, 'enabled'),
  (13, 1, 'WH-HB-013', 'Beeswax Candle', '4000000000013', 631, 'enabled'),
  (14, 1, 'WH-HB-014', 'Brass Hook, set of 4', '4000000000014', 668, 'enabled'),
  (15, 1, 'WH-HB-015', 'Cork Trivet', '4000000000015', 705, 'enabled'),
  (16, 1, 'WH-HB-016', 'Porcelain Bowl 18 cm', '4000000000016', 742, 'enabled'),
  (17, 1, 'WH-HB-017', 'Steel Colander', '4000000000017', 779, 'enabled'),
  (18, 1, 'WH-HB-018', 'Jute Rug 60 x 90', '4000000000018', 816, 'enabled'),
  (19, 1, 'WH-HB-019', 'Desk Lamp, black', '4000000000019', 853, 'enabled'),
  (20, 1, 'WH-HB-020', 'Wall Clock 30 cm', '4000000000020', 890, 'enabled'),
  (21, 1, 'WH-HB-021', 'Leather Keyring', '4000000000021', 927, 'enabled'),
  (22, 1, 'WH-HB-022', 'Picture Frame A4', '4000000000022', 964, 'enabled'),
  (23, 1, 'WH-HB-023', 'Laundry Basket', '4000000000023', 1001, 'enabled'),
  (24, 1, 'WH-HB-024', 'Door Mat, coir', '4000000000024', 1038, 'enabled'),
  (25, 1, 'WH-HB-025', 'Paper Lantern', '4000000000025', 1075, 'enabled'),
  (26, 1, 'WH-HB-026', 'Wooden Stool', '4000000000026', 1112, 'enabled'),
  (27, 1, 'WH-HB-027', 'Cushion Cover 45 x 45', '4000000000027', 1149, 'enabled'),
  (28, 1, 'WH-HB-028', 'Watering Can 2 l', '4000000000028', 1186, 'enabled'),
  (29, 1, 'WH-HB-029', 'Plant Pot 14 cm', '4000000000029', 1223, 'enabled'),
  (30, 1, 'WH-HB-030', 'Herb Scissors', '4000000000030', 1260, 'enabled'),
  (31, 1, 'WH-HB-031', 'Harbor Tee, S', '4000000000031', 1297, 'enabled'),
  (32, 1, 'WH-HB-032', 'Harbor Tee, M', '4000000000032', 1334, 'enabled'),
  (33, 1, 'WH-HB-033', 'Harbor Tee, L', '4000000000033', 1371, 'enabled'),
  (34, 1, 'WH-HB-034', 'Shoe Brush', '4000000000034', 1408, 'enabled'),
  (35, 1, 'WH-HB-035', 'Spice Rack', '4000000000035', 1445, 'enabled'),
  (36, 1, 'WH-HB-036', 'Bread Bin', '4000000000036', 1482, 'enabled'),
  (37, 1, 'WH-HB-037', 'Salt Mill', '4000000000037', 1519, 'enabled'),
  (38, 1, 'WH-HB-038', 'Pepper Mill', '4000000000038', 1556, 'enabled'),
  (39, 1, 'WH-HB-039', 'Oil Bottle 500 ml', '4000000000039', 1593, 'disabled'),
  (40, 1, 'WH-HB-040', 'Cake Tin 24 cm', '4000000000040', 1630, 'pending_review'),
  (41, 2, 'WH-MD-001', 'Linen Duvet Cover', '4000000100001', 173, 'enabled'),
  (42, 2, 'WH-MD-002', 'Linen Pillowcase', '4000000100002', 226, 'enabled'),
  (43, 2, 'WH-MD-003', 'Bath Towel 70 x 140', '4000000100003', 279, 'enabled'),
  (44, 2, 'WH-MD-004', 'Hand Towel 50 x 100', '4000000100004', 332, 'enabled'),
  (45, 2, 'WH-MD-005', 'Terry Bath Mat', '4000000100005', 385, 'enabled'),
  (46, 2, 'WH-MD-006', 'Hot Water Bottle', '4000000100006', 438, 'enabled'),
  (47, 2, 'WH-MD-007', 'Lavender Sachet', '4000000100007', 491, 'enabled'),
  (48, 2, 'WH-MD-008', 'Meadow Blanket', '4000000100008', 544, 'enabled'),
  (49, 2, 'WH-MD-009', 'Room Spray 100 ml', '4000000100009', 597, 'enabled'),
  (50, 2, 'WH-MD-010', 'Nightlight', '4000000100010', 650, 'enabled'),
  (51, 2, 'WH-MD-011', 'Meadow Mug, blue', '4000000100011', 703, 'enabled'),
  (52, 2, 'WH-MD-012', 'Meadow Mug, red', '4000000100012', 756, 'enabled'),
  (53, 2, 'WH-MD-013', 'Tea Tin', '4000000100013', 809, 'enabled'),
  (54, 2, 'WH-MD-014', 'Honey Dipper', '4000000100014', 862, 'enabled'),
  (55, 2, 'WH-MD-015', 'Egg Cup, set of 6', '4000000100015', 915, 'enabled'),
  (56, 2, 'WH-MD-016', 'Butter Dish', '4000000100016', 968, 'enabled'),
  (57, 2, 'WH-MD-017', 'Milk Jug', '4000000100017', 1021, 'enabled'),
  (58, 2, 'WH-MD-018', 'Tablecloth 140 x 200', '4000000100018', 1074, 'enabled'),
  (59, 2, 'WH-MD-019', 'Napkin, set of 4', '4000000100019', 1127, 'enabled'),
  (60, 2, 'WH-MD-020', 'Vase 22 cm', '4000000100020', 1180, 'enabled');

-- Every SKU in every warehouse of its customer; WH-HB-017 is out of stock in both, WH-HB-016 nearly.
INSERT INTO stock (warehouse_id, sku_id, customer_id, on_hand, reserved)
  SELECT w.id, s.id, s.customer_id, CASE WHEN s.id = 17 THEN 0 WHEN s.id = 16 THEN 1 ELSE 40 + MOD(s.id * 17 + w.id * 5, 160) END, 0
    FROM sku s JOIN warehouse w ON w.id = 2 OR s.customer_id = 1;

INSERT INTO stock_movement (customer_id, warehouse_id, sku_id, cause, cause_id, on_hand_change, reserved_change, actor_kind, actor_name, note)
  SELECT customer_id, warehouse_id, sku_id, 'adjustment', sku_id, on_hand, 0, 'system', 'practice data', 'opening stock' FROM stock WHERE on_hand > 0;

INSERT INTO store (id, customer_id, platform, kind, name, url, status, authorised_at, sync_every_s, next_sync_at, test_state) VALUES
  (1, 1, 'woocommerce', 'b2c', 'Harbor Shop', '/harbor', 'authorised', NOW(6), 300, NOW(6), 'none'),
  (2, 2, 'woocommerce', 'b2c', 'Meadow Shop', '/meadow', 'authorised', NOW(6), 300, NOW(6), 'none');

-- HB-018 is a bundle of two. HB-019 to HB-024, MD-009 to MD-012 and MD-MUG-RED are not mapped.
INSERT INTO sku_mapping (id, customer_id, store_id, sku_key, platform_sku) VALUES
  (1, 1, 1, '101', 'HB-001'),
  (2, 1, 1, '102', 'HB-002'),
  (3, 1, 1, '103', 'HB-003'),
  (4, 1, 1, '104', 'HB-004'),
  (5, 1, 1, '105', 'HB-005'),
  (6, 1, 1, '106', 'HB-006'),
  (7, 1, 1, '107', 'HB-007'),
  (8, 1, 1, '108', 'HB-008'),
  (9, 1, 1, '109', 'HB-009'),
  (10, 1, 1, '110', 'HB-010'),
  (11, 1, 1, '111', 'HB-011'),
  (12, 1, 1, '112', 'HB-012'),
  (13, 1, 1, '113', 'HB-013'),
  (14, 1, 1, '114', 'HB-014'),
  (15, 1, 1, '115', 'HB-015'),
  (16, 1, 1, '116', 'HB-016'),
  (17, 1, 1, '117', 'HB-017'),
  (18, 1, 1, '118', 'HB-018'),
  (19, 1, 1, '130:131', 'HB-TEE-S'),
  (20, 1, 1, '130:132', 'HB-TEE-M'),
  (21, 1, 1, '130:133', 'HB-TEE-L'),
  (22, 2, 2, '201', 'MD-001'),
  (23, 2, 2, '202', 'MD-002'),
  (24, 2, 2, '203', 'MD-003'),
  (25, 2, 2, '204', 'MD-004'),
  (26, 2, 2, '205', 'MD-005'),
  (27, 2, 2, '206', 'MD-006'),
  (28, 2, 2, '207', 'MD-007'),
  (29, 2, 2, '208', 'MD-008'),
  (30, 2, 2, '230:231', 'MD-MUG-BLUE');

INSERT INTO sku_mapping_item (mapping_id, sku_id, customer_id, quantity) VALUES
  (1, 1, 1, 1),
  (2, 2, 1, 1),
  (3, 3, 1, 1),
  (4, 4, 1, 1),
  (5, 5, 1, 1),
  (6, 6, 1, 1),
  (7, 7, 1, 1),
  (8, 8, 1, 1),
  (9, 9, 1, 1),
  (10, 10, 1, 1),
  (11, 11, 1, 1),
  (12, 12, 1, 1),
  (13, 13, 1, 1),
  (14, 14, 1, 1),
  (15, 15, 1, 1),
  (16, 16, 1, 1),
  (17, 17, 1, 1),
  (18, 18, 1, 2),
  (19, 31, 1, 1),
  (20, 32, 1, 1),
  (21, 33, 1, 1),
  (22, 41, 2, 1),
  (23, 42, 2, 1),
  (24, 43, 2, 1),
  (25, 44, 2, 1),
  (26, 45, 2, 1),
  (27, 46, 2, 1),
  (28, 47, 2, 1),
  (29, 48, 2, 1),
  (30, 51, 2, 1);
